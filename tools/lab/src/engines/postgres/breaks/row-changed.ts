import type { LabBreak } from './lab-break.js';
import { onTargetRows, putRowsBack } from './target-rows.js';

const customer = 'id = 17';

export const rowChanged: LabBreak = {
  description: 'one row differs on the target (customers 17: another balance and e-mail address)',
  needs: ['target'],

  async apply(lab) {
    await onTargetRows(lab, (target) =>
      target.query(`UPDATE customers SET balance = balance + 0.01, email = 'x' || email WHERE ${customer}`),
    );
  },

  mend: (lab) => putRowsBack(lab, 'customers', customer),
};
