import { countVerdicts, type ChecksumResult, type ReportContent } from '@cutover/contracts';

/** Pure: every table with what was proved of it, and at which position. */
export function coverageReport(results: readonly ChecksumResult[]): ReportContent {
  const counts = countVerdicts(results);
  const named = (Object.keys(counts) as (keyof typeof counts)[]).filter((verdict) => counts[verdict] > 0);
  return {
    label: 'Verification of rows',
    summary:
      named.length === 0 ? 'nothing was compared' : named.map((verdict) => `${counts[verdict]} ${verdict}`).join(', '),
    explanation:
      'Rows of source and target, compared at one position. Only matched is proved equal; a proof is as old as its beginning.',
    facts: [],
    tables:
      results.length === 0
        ? []
        : [
            {
              title: 'Tables',
              columns: [
                'Table',
                'Verdict',
                'Compared by',
                'Position',
                'Rows on source',
                'Rows on target',
                'Begun',
                'Note',
              ],
              rows: [...results].sort((a, b) => (a.table < b.table ? -1 : 1)).map(rowOf),
            },
          ],
  };
}

function rowOf(result: ChecksumResult): (string | null)[] {
  const { table, verdict, mode, position, sourceRows, targetRows, startedAt, reason, notes = [] } = result;
  const said = [reason ?? '', ...(result.definitionDifferences ?? []), ...notes].filter((text) => text !== '');
  return [table, verdict, mode, position, sourceRows, targetRows, startedAt, said.join('; ')];
}
