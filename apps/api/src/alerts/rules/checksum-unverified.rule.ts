import { nothingKnown, proven, type AlertRule } from '../alert-rule.js';
import { readTables } from './table-result.js';

/**
 * A table could not be proved, three results in a row. A hot table misses its proof now and then, which is no alert;
 * one that never gets it must not go unnoticed until the night of the cutover. While a side is away no table can be
 * proved, which connection_lost says once, instead of every table.
 */
export const checksumUnverifiedRule: AlertRule = {
  type: 'checksum_unverified',
  policy: { ...proven, minSamples: 3 },
  judge: (snapshot) => {
    const { source, target } = snapshot.connection;
    if (source.state !== 'up' || target.state !== 'up') return nothingKnown;
    return readTables(
      snapshot,
      snapshot.checksums,
      ({ table, verdict, reason }) =>
        verdict === 'unverified'
          ? {
              severity: 'WARNING',
              message: `Table ${table} could not be verified${reason ? `: ${reason}` : ''}`,
              action: 'Remove the reason, or verify the table on request when it is written less.',
            }
          : null,
      (result) => result.finishedAt,
      // Proved equal or proved different: both are proofs (and the second has its own alert).
      ({ verdict }) => verdict === 'matched' || verdict === 'diverged',
    );
  },
};
