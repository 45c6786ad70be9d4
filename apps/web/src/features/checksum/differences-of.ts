import type { ChecksumResult, RowDifference } from '@cutover/contracts';
import { formatCount } from '../../format/figures.js';
import { migrationPath } from '../../live/rest.js';

/** Rows whose values the API keeps; see `RowDifference` in the contracts. */
const sampledRows = 100;

/** Path below one table. Wherever a name with dots is cut in two, the API puts it together again. */
export function tablePath(migration: string, table: string, rest: string): string {
  const dot = table.indexOf('.');
  const [database, name] = [table.slice(0, dot), table.slice(dot + 1)].map(encodeURIComponent);
  return migrationPath(migration, `/checksums/${database}/${name}/${rest}`);
}

/** One line of a differing row: a column with the value of each side; undefined where that side has no such row. */
export interface ColumnPair {
  column: string;
  source: string | null | undefined;
  target: string | null | undefined;
}

/** The values to show of a differing row; null when it came without values. */
export function columnPairs({ kind, columns, source, target }: RowDifference): ColumnPair[] | null {
  if (!source && !target) return null;
  const names = kind === 'changed' && columns ? columns : Object.keys(source ?? target ?? {});
  return names.map((column) => ({ column, source: source?.[column], target: target?.[column] }));
}

/** Why a row, counted from 0, came without its values. */
export function whyNoValues(index: number): string {
  return index < sampledRows
    ? 'Values hidden by configuration (verification.showValues).'
    : `Values are kept for the first ${sampledRows} differing rows only.`;
}

/** How many rows differ, and how; null when none was named. */
export function countDifferences({ differences }: ChecksumResult): string | null {
  const { missing, extra, changed, complete } = differences;
  if (missing + extra + changed === 0) return complete ? null : 'This method does not name the rows that differ.';
  const counted = `${formatCount(missing, 'row')} missing, ${extra} extra, ${changed} changed`;
  return complete ? `${counted}.` : `${counted}; there may be more.`;
}
