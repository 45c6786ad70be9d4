import type { LabBreak } from './lab-break.js';
import { onTargetRows, removeRows } from './target-rows.js';

const code = 'NEVER-ON-SOURCE';

export const rowExtra: LabBreak = {
  description: `the target has one row more (coupons ${code})`,
  needs: ['target'],

  async apply(lab) {
    await onTargetRows(lab, (target) =>
      target.query(
        `INSERT INTO coupons (code, description, discount_percent, valid)
         VALUES ('${code}', 'only on the target', 10, '[2025-01-01,)')`,
      ),
    );
  },

  mend: (lab) => removeRows(lab, 'coupons', `code = '${code}'`),
};
