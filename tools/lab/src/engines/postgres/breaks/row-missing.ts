import type { LabBreak } from './lab-break.js';
import { putRowsBack, removeRows } from './target-rows.js';

const review = 'id = 23';

export const rowMissing: LabBreak = {
  description: 'one row is missing on the target (reviews 23)',
  needs: ['target'],
  apply: (lab) => removeRows(lab, 'reviews', review),
  mend: (lab) => putRowsBack(lab, 'reviews', review),
};
