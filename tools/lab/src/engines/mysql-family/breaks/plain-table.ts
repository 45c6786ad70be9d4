import { withoutBinaryLog } from '../admin.js';
import type { LabBreak } from './lab-break.js';

/** Nothing writes it. */
const table = 'reviews';

export const plainTable: LabBreak = {
  description: `one table of the target is never encrypted (${table}: ENCRYPTED=NO)`,
  needs: ['target'],

  async apply(lab) {
    await withoutBinaryLog(lab, 'target', (target) => target.query(`ALTER TABLE ${table} ENCRYPTED=NO`));
  },

  async mend(lab) {
    // It is rebuilt, and encrypted by that; no option stays behind.
    await withoutBinaryLog(lab, 'target', (target) => target.query(`ALTER TABLE ${table} ENCRYPTED=DEFAULT`));
  },
};
