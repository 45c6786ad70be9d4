import { dropSlot } from '../replication.js';
import type { LabBreak } from './lab-break.js';
import { inTheWayOfACopy, subscribeAnew } from './subscribe-anew.js';

export const slotDropped: LabBreak = {
  description: 'the slot is gone on the source: the target can never go on, and must copy everything anew',
  needs: ['source', 'target'],
  mendFirst: [...inTheWayOfACopy, 'slot-lost'],
  apply: (lab) => lab.withAdmin('source', dropSlot),
  mend: subscribeAnew,
};
