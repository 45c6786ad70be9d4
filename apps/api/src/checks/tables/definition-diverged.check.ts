import { isDefinedOtherwise, type ChecksumResult } from '@cutover/contracts';
import { proven, type Check, type Found } from '../../evidence/check.js';
import { readTables, together } from './table-result.js';

type Said = Omit<Found, 'subject' | 'evidence' | 'tables'>;

function differing({ table, verdict, definitionDifferences = [] }: ChecksumResult): Said {
  const rows = verdict === 'matched' ? '; its rows are proved equal' : '';
  return {
    outcome: 'fail',
    severity: 'CRITICAL',
    message: `Table ${table} is defined otherwise on the target: ${definitionDifferences.join('; ')}${rows}`,
    action:
      'Do not cut over. Give the table on the target the definition that it has on the source, outside of its binary log, then verify the table again.',
    items: definitionDifferences.map((what) => `${table}: ${what}`),
  };
}

/** A result of an earlier release, which looked at less. */
function notLookedAt({ table }: ChecksumResult): Said {
  return {
    ...{ outcome: 'unknown', severity: 'INFO', reason: 'compared before definitions were looked at as closely' },
    message: `Table ${table} was compared before definitions were looked at as closely`,
    action: 'Start a verification, or wait for the next one.',
  };
}

/**
 * The definitions of a table were proved to differ in what no row shows: a lost AUTO_INCREMENT lets every row be equal and the
 * first INSERT after the cutover fail. Columns and types that differ are left to checksum-diverged: rows cannot be compared then.
 */
export const definitionDivergedCheck: Check = {
  id: 'definition-diverged',
  claim: 'Every watched table has the primary key and the defaults of the source',
  blocks: 'unless-passed',
  needs: 'proofs',
  policy: proven,
  judge: (evidence) =>
    readTables(
      evidence,
      evidence.checksums.results,
      (result) => {
        if (isDefinedOtherwise(result)) return differing(result);
        return result.verdict === 'matched' && result.definitionDifferences === undefined ? notLookedAt(result) : null;
      },
      (result) => result.finishedAt,
      // A void result without them is one of other servers, that stood behind the name before.
      ({ definitionDifferences, voided }) =>
        definitionDifferences?.length === 0 || (Boolean(voided) && definitionDifferences === undefined),
    ),
  summarise: (found) => [
    ...together(
      found.filter(({ outcome }) => outcome === 'fail'),
      (tables) => `${tables} are defined otherwise on the target`,
    ),
    ...together(
      found.filter(({ outcome }) => outcome === 'unknown'),
      (tables) => `${tables} were compared before definitions were looked at as closely`,
    ),
  ],
};
