import { withoutBinaryLog } from '../admin.js';
import { removeRows } from './copy-rows.js';
import type { LabBreak } from './lab-break.js';

const code = 'NEVER-ON-SOURCE';

export const rowExtra: LabBreak = {
  description: `the target has one row more (coupons ${code})`,
  needs: ['target'],

  async apply(lab) {
    await withoutBinaryLog(lab, 'target', (target) =>
      target.query(
        `INSERT INTO coupons (code, description, discount_percent, valid_from)
         VALUES ('${code}', 'only on the target', 10, '2025-01-01')`,
      ),
    );
  },

  async mend(lab) {
    await removeRows(lab, 'coupons', `code = '${code}'`);
  },
};
