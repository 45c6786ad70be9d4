import {
  isDefinedOtherwise,
  skippedText,
  type ChecksumResult,
  type RowDifference,
  type Verdict,
} from '@cutover/contracts';
import { countText, durationText, oneLine } from './text.js';
import type { DatabasesCoverage } from './several-databases.js';
import type { VerifyReport } from './verify-report.js';

/** What is printed: of one database, or of several. */
type PrintedReport = VerifyReport & { databases?: DatabasesCoverage };

/** A terminal shows so many of the rows that differ. `--json` has all. */
const mostRowsShown = 20;

const words: Readonly<Record<Verdict, string>> = {
  matched: 'matched',
  lagging: 'LAGGING',
  diverged: 'DIVERGED',
  unverified: 'UNVERIFIED',
};

const summaries: Readonly<Record<Verdict, string>> = {
  matched: 'matched: every table is proved equal',
  lagging: 'lagging: not proved, the target is behind',
  diverged: 'diverged: proved different',
  unverified: 'unverified: not everything was proved',
};

/** Pure: the report for people: a line for each table, the rows that differ, and a summary. */
export function reportLines(report: PrintedReport): string[] {
  return [
    ...tableLines(report.tables),
    ...differenceLines(report.differences),
    ...unseenLines(report.unseen),
    '',
    ...leftOutLines(report),
    summaryLine(report),
  ];
}

/** An answer says no more than what it looked at. */
function leftOutLines({ skipped, notLookedAt, databases }: PrintedReport): string[] {
  const { notVerified, notAskedFor } = databases ?? { notVerified: [], notAskedFor: [] };
  return [
    ...notVerified.map(({ database, reason }) => oneLine(`Not verified: ${database}: ${reason}`)),
    ...(notAskedFor.length === 0
      ? []
      : [oneLine(`Not looked into: the databases that --table does not name (${notAskedFor.join(', ')})`)]),
    ...(skipped.length === 0 ? [] : [oneLine(`Not compared: ${skipped.map(skippedText).join('; ')}`)]),
    ...(notLookedAt.length === 0 ? [] : [`Not looked at: ${notLookedAt.join(', ')}`]),
  ];
}

function unseenLines(unseen: VerifyReport['unseen']): string[] {
  if (unseen.length === 0) return [];
  return [
    '',
    'There may be tables that are not seen, and so were not compared:',
    ...unseen.map(({ role, name, grant }) =>
      oneLine(`  the account on the ${role} might not see all of ${name}; run there: ${grant}`),
    ),
    '  or name single tables in tables of the configuration, in place of the whole database.',
  ];
}

function tableLines(results: readonly ChecksumResult[]): string[] {
  const rows = results.map((result) => [
    oneLine(result.table),
    words[result.verdict],
    result.sourceRows === null ? '-' : countText(result.sourceRows),
    result.mode ?? '-',
    durationText(result.durationMs),
    [result.reason, ...definitionWords(result), result.modeReason, ...(result.notes ?? [])]
      .filter((text) => text !== undefined)
      .join('; '),
  ]);
  const all = [['table', 'verdict', 'rows', 'mode', 'took', 'reason'], ...rows];
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  const isNumber = (column: number): boolean => column === 2 || column === 4;
  const padded = (text: string, column: number): string =>
    isNumber(column) ? text.padStart(widths[column] ?? 0) : text.padEnd(widths[column] ?? 0);
  return all.map((row) =>
    row
      .map((text, column) => padded(oneLine(text), column))
      .join('  ')
      .trimEnd(),
  );
}

/** Said first, for the rows may be equal. */
function definitionWords(result: ChecksumResult): string[] {
  return isDefinedOtherwise(result) ? [`DEFINED OTHERWISE: ${(result.definitionDifferences ?? []).join('; ')}`] : [];
}

function differenceLines(differences: readonly RowDifference[]): string[] {
  if (differences.length === 0) return [];
  const shown = differences.slice(0, mostRowsShown).map((row) => oneLine(`  ${describeRow(row)}`));
  const rest = differences.length - shown.length;
  return [
    '',
    'Rows that differ:',
    ...shown,
    ...(rest > 0 ? [`  and ${countText(String(rest))} more: --json has all`] : []),
  ];
}

function describeRow({ table, kind, key, columns }: RowDifference): string {
  const values = Object.entries(key).map(([column, value]) => `${column} = ${value ?? 'NULL'}`);
  return `${kind.padEnd(7)} ${table}  ${values.join(', ')}${columns?.length ? `  (${columns.join(', ')})` : ''}`;
}

function summaryLine({ verdict, tables, migration, firstPosition, databases }: PrintedReport): string {
  const counts = (['matched', 'diverged', 'lagging', 'unverified'] as const)
    .map((each) => [tables.filter((result) => result.verdict === each).length, each] as const)
    .filter(([count]) => count > 0)
    .map(([count, each]) => `${count} ${each}`);
  const otherwise = tables.filter(isDefinedOtherwise).length;
  if (otherwise > 0) counts.push(`${otherwise} defined otherwise on the target`);
  // Not "equal from there on": what was proved early is not looked at again.
  const position =
    verdict === 'matched' && firstPosition !== null
      ? `; each range of rows at a position of its own, the first at ${firstPosition}`
      : '';
  return `${migration} ${summaries[verdict]} (${counts.join(', ') || 'no table'}${databasesText(databases)}${position})`;
}

function databasesText(databases: DatabasesCoverage | undefined): string {
  if (databases === undefined) return '';
  const { asked, notVerified } = databases;
  const missing = notVerified.length === 0 ? '' : `, ${notVerified.length} not verified`;
  return ` in ${asked} ${asked === 1 ? 'database' : 'databases'}${missing}`;
}
