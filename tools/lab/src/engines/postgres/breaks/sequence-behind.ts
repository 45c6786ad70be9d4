import { quoteString } from '../quote.js';
import { setSequencesAhead } from '../sequences.js';
import type { LabBreak } from './lab-break.js';

/** Nothing writes its table. */
const sequence = 'product_images_id_seq';

export const sequenceBehind: LabBreak = {
  description: `a sequence of the target stands at its beginning (${sequence}): after a switch it gives out keys that are in use`,
  needs: ['target'],

  async apply(lab) {
    await lab.withAdmin('target', (target) => target.query(`SELECT setval(${quoteString(sequence)}, 1, false)`));
  },

  mend: (lab) => setSequencesAhead(lab, sequence),
};
