import { quoteIdentifier } from '@cutover/databases/mysql-family';
import type { ColumnDefinition } from '../../../../tables/definition/table-definition.js';
import type { KeyValues } from '../../../comparison/chunks/key-range.js';
import { keyColumnsOf, type ComparedTable, type RowValues } from '../../../comparison/table-plan.js';
import { keySelection, keySelections } from '../chunks/key-column.js';
import { keyCondition } from '../chunks/range-condition.js';
import { kindOf } from '../digest/column-kind.js';
import { fromOf } from '../digest/digest-plan.js';

// RowValues of this family: digits, dates as printed, bytes as hexadecimal (ENUM: its number). A value that is too long to be
// carried is `#<bytes>:<SHA-256>`.

/** Of a longer value only length and digest are read: hexadecimal doubles it, and a row must fit a packet. */
const longestCarriedBytes = 65_536;

/** How many rows are read with all values at once: few where each may have megabytes, so that memory stays bounded. */
export function rowsReadAtOnce(plan: Pick<ComparedTable, 'columns'>): number {
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
  // HEX of a value that does not fit a packet is NULL, and must not be taken for a value.
  const short = `IF(LENGTH(${bytes}) <= ${longestCarriedBytes}, HEX(${bytes}), NULL)`;
  return `IFNULL(${short}, CONCAT('#', LENGTH(${bytes}), ':', SHA2(${bytes}, 256)))`;
}

/** SQL expression for the bytes of a text or binary column. JSON on MySQL is represented by what it prints. */
export function bytesOf({ name, dataType }: ColumnDefinition): string {
  return dataType === 'json' ? `CAST(${quoteIdentifier(name)} AS CHAR)` : quoteIdentifier(name);
}

/** Length of a value of {@link RowValues} of which only length and digest were read; null for any other. */
export function tooLongBytes(value: string | null | undefined): number | null {
  return value?.startsWith('#') ? Number(value.slice(1, value.indexOf(':'))) : null;
}

/** Key and values of the rows with these keys. */
export function valuesStatement(plan: ComparedTable, keys: readonly KeyValues[]): string {
  const columns = keyColumnsOf(plan);
  const conditions = keys.map((key) => `(${keyCondition(columns, key)})`).join(' OR ');
  return `SELECT ${keySelections(columns)}, ${valueSelections(plan.columns)} FROM ${fromOf(plan)} WHERE ${conditions}`;
}

/** Reads the values that {@link valueSelections} selected. */
export function readValues(row: object, columns: readonly ColumnDefinition[]): RowValues {
  return columns.map((_, index) => {
    const value = (row as Record<string, unknown>)[`v${index}`];
    return value === null || value === undefined ? null : String(value);
  });
}
