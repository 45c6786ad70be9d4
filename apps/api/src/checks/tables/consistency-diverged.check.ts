import { proven, type Check } from '../../evidence/check.js';
import { compareAndRepair, readTables, together } from './table-result.js';

/** Row counts, keys or columns were proved different. A missing table is an alert of its own. */
export const consistencyDivergedCheck: Check = {
  id: 'consistency-diverged',
  claim: 'Row counts, keys and columns agree',
  blocks: 'when-failed',
  weight: 'count',
  needs: 'proofs',
  policy: proven,
  judge: (evidence) =>
    readTables(
      evidence,
      evidence.consistency,
      ({ table, verdict, differences, reason, action }) => {
        if (verdict !== 'diverged' || differences.includes('presence')) return null;
        return {
          outcome: 'fail',
          severity: 'CRITICAL',
          message: `Table ${table} differs between source and target${reason ? `: ${reason}` : ' in its row count, keys or columns'}`,
          action: action ?? compareAndRepair,
          items: differences.map((what) => `${what} of ${table}`),
        };
      },
      (result) => result.checkedAt,
      ({ verdict, differences }) => verdict === 'matched' || differences.includes('presence'),
    ),
  // Where rows differ too, that is what must be done first.
  summarise: (found) =>
    together(
      [...found].sort((a, b) => Number(b.action === compareAndRepair) - Number(a.action === compareAndRepair)),
      (tables) => `${tables} differ between source and target`,
    ),
};
