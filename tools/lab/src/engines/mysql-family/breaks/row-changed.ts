import { withoutBinaryLog } from '../admin.js';
import { putRowsBack } from './copy-rows.js';
import type { LabBreak } from './lab-break.js';

const customer = 'id = 17';

export const rowChanged: LabBreak = {
  description: 'one row differs on the target (customers 17: another balance and e-mail address)',
  needs: ['target'],

  async apply(lab) {
    await withoutBinaryLog(lab, 'target', (target) =>
      target.query(`UPDATE customers SET balance = balance + 0.01, email = CONCAT('x', email) WHERE ${customer}`),
    );
  },

  async mend(lab) {
    await putRowsBack(lab, 'customers', customer);
  },
};
