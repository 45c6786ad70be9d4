import { quoteIdentifier } from '../../../connections/quote-identifier.js';
import { keySelection, keySelections, readKey, type KeyValues } from '../../dialects/mysql-family/chunks/key-column.js';
import { keyCondition } from '../chunks/key-range.js';
import { keyColumnsOf } from '../../dialects/mysql-family/chunks/chunk-statements.js';
import type { ColumnDefinition } from '../../../tables/definition/table-definition.js';
import { kindOf } from '../../dialects/mysql-family/digest/column-kind.js';
import { fromOf, type DigestPlan } from '../../dialects/mysql-family/digest/digest-plan.js';

/**
 * Values of one row, one for each column of the plan, exact and comparable: digits, dates as printed, bytes as hexadecimal
 * (ENUM: its number). A value too long to be carried is `#<bytes>:<SHA-256>`. null is SQL NULL.
 */
export type RowValues = readonly (string | null)[];

/** Longer values are told by length and digest; hexadecimal doubles them, and a row must fit a packet. */
export const longestCarriedBytes = 65_536;

/** Rows that are read whole at once: a few where each may carry megabytes, so that memory stays bounded. */
export function rowsReadAtOnce(plan: DigestPlan): number {
  const isWide = plan.columns.some((column) => kindOf(column) === 'large' || /text|blob/.test(column.dataType));
  return isWide ? 5 : 50;
}

/** Selects every column as in {@link RowValues}, named v0, v1, … */
export function valueSelections(columns: readonly ColumnDefinition[]): string {
  return columns.map((column, index) => `${valueSelection(column)} AS v${index}`).join(', ');
}

function valueSelection(column: ColumnDefinition): string {
  const kind = kindOf(column);
  if (kind !== 'bytes' && kind !== 'large') return keySelection(column);
  const bytes = bytesOf(column);
  // HEX of what would not fit a packet is NULL, and must not be taken for a value.
  const short = `IF(LENGTH(${bytes}) <= ${longestCarriedBytes}, HEX(${bytes}), NULL)`;
  return `IFNULL(${short}, CONCAT('#', LENGTH(${bytes}), ':', SHA2(${bytes}, 256)))`;
}

/** Expression for the bytes of a text or binary column. MySQL's JSON has none of its own: what it prints stands for them. */
export function bytesOf({ name, dataType }: ColumnDefinition): string {
  return dataType === 'json' ? `CAST(${quoteIdentifier(name)} AS CHAR)` : quoteIdentifier(name);
}

/** Length of a value of {@link RowValues} that is told by length and digest; null for one that is carried. */
export function tooLongBytes(value: string | null | undefined): number | null {
  return value?.startsWith('#') ? Number(value.slice(1, value.indexOf(':'))) : null;
}

/** Key and values of the rows with these keys. */
export function valuesStatement(plan: DigestPlan, keys: readonly KeyValues[]): string {
  const columns = keyColumnsOf(plan);
  const conditions = keys.map((key) => `(${keyCondition(columns, key)})`).join(' OR ');
  return `SELECT ${keySelections(columns)}, ${valueSelections(plan.columns)} FROM ${fromOf(plan)} WHERE ${conditions}`;
}

export function readValues(row: object, columns: readonly ColumnDefinition[]): RowValues {
  return columns.map((_, index) => {
    const value = (row as Record<string, unknown>)[`v${index}`];
    return value === null || value === undefined ? null : String(value);
  });
}

/** Rows of {@link valuesStatement} by key. */
export function valuesByKey(rows: readonly object[], plan: DigestPlan): Map<string, RowValues> {
  const columns = keyColumnsOf(plan);
  return new Map(rows.map((row) => [keyText(readKey(row, columns)), readValues(row, plan.columns)]));
}

/** One text for a key, to look it up by. No value holds NUL: they are digits, dates and hexadecimal. */
export function keyText(key: KeyValues): string {
  return key.join('\0');
}
