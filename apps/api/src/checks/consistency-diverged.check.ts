import { unloggedSession } from '@cutover/databases/suggested-statements';
import { proven, type Check } from '../evidence/check.js';
import { readTables, together } from './table-result.js';

const raiseCounter = `Raise AUTO_INCREMENT on the target to at least that of the source before the cutover, ${unloggedSession}, or new keys will collide.`;

/** Row counts, keys or columns were proved different. A missing table is an alert of its own. */
export const consistencyDivergedCheck: Check = {
  id: 'consistency-diverged',
  claim: 'Row counts, keys and columns agree',
  blocks: 'when-failed',
  policy: proven,
  judge: (evidence) =>
    readTables(
      evidence,
      evidence.consistency,
      ({ table, verdict, differences, reason }) => {
        if (verdict !== 'diverged' || differences.includes('presence')) return null;
        const isCounterOnly = differences.length > 0 && differences.every((each) => each === 'autoIncrement');
        return {
          outcome: 'fail',
          severity: 'CRITICAL',
          message: `Table ${table} differs between source and target${reason ? `: ${reason}` : ' in its row count, keys or columns'}`,
          action: isCounterOnly
            ? raiseCounter
            : 'Do not cut over. Compare the table on both sides, repair the target, then check again.',
        };
      },
      (result) => result.checkedAt,
      ({ verdict, differences }) => verdict === 'matched' || differences.includes('presence'),
    ),
  // Where rows differ too, that is what must be done first.
  summarise: (found) =>
    together(
      [...found].sort((a, b) => Number(a.action === raiseCounter) - Number(b.action === raiseCounter)),
      (tables) => `${tables} differ between source and target`,
    ),
};
