import { proven, type AlertRule } from '../alert-rule.js';
import { readTables } from './table-result.js';

/** A table was proved different. It stays so until it is proved equal: a later `lagging` or `unverified` takes nothing back. */
export const checksumDivergedRule: AlertRule = {
  type: 'checksum_diverged',
  policy: proven,
  judge: (snapshot) =>
    readTables(
      snapshot,
      snapshot.checksums,
      ({ table, verdict, reason }) =>
        verdict === 'diverged'
          ? {
              severity: 'CRITICAL',
              message: `Table ${table} differs between source and target${reason ? `: ${reason}` : ''}`,
              action: 'Do not cut over. Find the differing rows, repair the target, then verify the table again.',
            }
          : null,
      (result) => result.finishedAt,
    ),
};
