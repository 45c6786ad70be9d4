import { unloggedSession } from '../../connections/suggested-statements.js';
import { proven, type AlertRule } from '../alert-rule.js';
import { readTables } from './table-result.js';

/** Row counts, keys or columns were proved different. A missing table is an alert of its own. */
export const consistencyDivergedRule: AlertRule = {
  type: 'consistency_diverged',
  policy: proven,
  judge: (snapshot) =>
    readTables(
      snapshot,
      snapshot.consistency,
      ({ table, verdict, differences, reason }) => {
        if (verdict !== 'diverged' || differences.includes('presence')) return null;
        const isMinor = differences.length > 0 && differences.every((difference) => difference === 'autoIncrement');
        return {
          severity: isMinor ? 'WARNING' : 'CRITICAL',
          message: reason ? `${table} differs: ${reason}` : `${table} differs in its row count, keys or columns`,
          action: isMinor
            ? `Raise AUTO_INCREMENT on the target to at least that of the source before the cutover, ${unloggedSession}, or new keys will collide.`
            : 'Do not cut over. Compare the table on both sides, repair the target, then check again.',
        };
      },
      (result) => result.checkedAt,
      ({ verdict, differences }) => verdict === 'matched' || differences.includes('presence'),
    ),
};
