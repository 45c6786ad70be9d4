import type { ChecksumResult } from '@cutover/contracts';
import { proven, type Check } from '../../evidence/check.js';
import type { Evidence } from '../../evidence/evidence.js';
import { isOnBothSides, isOnOneSide } from './table-missing.check.js';
import { byTable } from './table-index.js';
import { readTables, together } from './table-result.js';

/**
 * A table was proved different. It stays so until it is proved equal: a later `lagging` or `unverified` takes nothing back.
 * One whose differing ranges were all proved equal since claims no difference; checksum-unverified says what is left.
 * One that is not there at all is left to table_missing, which has one cause and one alert.
 */
export const checksumDivergedCheck: Check = {
  id: 'checksum-diverged',
  claim: 'No watched table was proved different',
  blocks: 'when-failed',
  weight: 'loss',
  needs: 'proofs',
  policy: proven,
  judge: (evidence) =>
    readTables(
      evidence,
      evidence.checksums.results,
      (result) => {
        const { table, verdict, reason, mode } = result;
        if (verdict !== 'diverged' || isLeftToTableMissing(result, evidence)) return null;
        return {
          outcome: 'fail',
          severity: 'CRITICAL',
          message: `Table ${table} differs between source and target${reason ? `: ${reason}` : ''}`,
          action: mode === null ? defineAlike : repair,
          // Who answers for the one has not seen the other.
          items: [mode === null ? `definition of ${table}` : `rows of ${table}`],
        };
      },
      (result) => result.finishedAt,
      (result) =>
        result.verdict === 'matched' ||
        result.repaired !== undefined ||
        // What was proved of other servers, that stood behind the name before, says nothing of these.
        result.voided?.verdict === 'diverged' ||
        isLeftToTableMissing(result, evidence),
    ),
  summarise: (found) => together(found, (tables) => `${tables} differ between source and target`),
};

const repair =
  'Do not cut over. Open the table for its differing rows and repair.sql (or verify --repair-sql FILE), run that on the target, then verify the table again.';
/** No row was compared, so there is none to repair. */
const defineAlike =
  'Do not cut over. Make the definitions of the table alike, as the source has it, then verify it again: its rows are compared when they are.';

/** The table's absence is all that differs, and the consistency check has seen that too, or, later, that the table is back. */
export function isLeftToTableMissing(
  { table, missingOn, finishedAt }: ChecksumResult,
  { consistency }: Evidence,
): boolean {
  if (missingOn === undefined) return false;
  const seen = byTable(consistency).get(table);
  if (seen === undefined) return false;
  return isOnOneSide(seen) || (isOnBothSides(seen) && seen.checkedAt > finishedAt);
}
