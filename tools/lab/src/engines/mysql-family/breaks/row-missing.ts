import { putRowsBack, removeRows } from './copy-rows.js';
import type { LabBreak } from './lab-break.js';

const review = 'id = 23';

export const rowMissing: LabBreak = {
  description: 'one row is missing on the target (reviews 23)',
  needs: ['target'],

  async apply(lab) {
    await removeRows(lab, 'reviews', review);
  },

  async mend(lab) {
    await putRowsBack(lab, 'reviews', review);
  },
};
