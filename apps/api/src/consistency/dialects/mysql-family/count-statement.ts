import type { TableName } from '@cutover/databases';
import { quoteIdentifier, quoteTable } from '@cutover/databases/mysql-family';
import { charsetOf } from '../../../tables/definition/compare-definitions.js';
import type { ColumnDefinition } from '../../../tables/definition/table-definition.js';

/** Smallest and largest value of one column, as two SQL expressions that give exact text. */
export interface KeyExpressions {
  smallest: string;
  largest: string;
}

type KeyStyle = (column: string, charset: string | null) => KeyExpressions;

const plain: KeyStyle = (column) => ({
  smallest: `CAST(MIN(${column}) AS CHAR)`,
  largest: `CAST(MAX(${column}) AS CHAR)`,
});
const hex: KeyStyle = (column) => ({ smallest: `HEX(MIN(${column}))`, largest: `HEX(MAX(${column}))` });

/**
 * Bytes decide, not the collation: where 'a' and 'A' are equal, either may be called the smallest, and two servers may
 * choose differently. The bytes are printed in the column's own character set.
 */
const text: KeyStyle = (column, charset) => ({
  smallest: `CONVERT(MIN(CAST(${column} AS BINARY)) USING ${charset})`,
  largest: `CONVERT(MAX(CAST(${column} AS BINARY)) USING ${charset})`,
});

/** BIT has no text form. */
const bits: KeyStyle = (column) => ({
  smallest: `CAST(MIN(${column} + 0) AS CHAR)`,
  largest: `CAST(MAX(${column} + 0) AS CHAR)`,
});

/** How the smallest and largest value of a column are printed so that equal text means equal value. */
export function keyExpressions(column: ColumnDefinition): KeyExpressions {
  const quoted = quoteIdentifier(column.name);
  const charset = charsetOf(column.collation);
  if (/^(var)?binary|blob/i.test(column.columnType) || charset === 'binary') return hex(quoted, null);
  if (/^bit/i.test(column.columnType)) return bits(quoted, null);
  if (charset !== null && /^[a-z0-9]+$/.test(charset)) return text(quoted, charset);
  return plain(quoted, null);
}

/** Rows and, with a key column, its ends: one scan, one snapshot, exact text throughout (BIGINT UNSIGNED included). */
export function countStatement({ database, name }: TableName, key: ColumnDefinition | null): string {
  const from = `FROM ${quoteTable(database, name)}`;
  if (key === null) return `SELECT CAST(COUNT(*) AS CHAR) AS rowCount, NULL AS smallestKey, NULL AS largestKey ${from}`;
  const { smallest, largest } = keyExpressions(key);
  return `SELECT CAST(COUNT(*) AS CHAR) AS rowCount, ${smallest} AS smallestKey, ${largest} AS largestKey ${from}`;
}

/** Of a counter's column, which is the first of an index: both ends are looked up there. */
export function endsStatement({ database, name }: TableName, key: ColumnDefinition): string | null {
  if (!key.isAutoIncrement) return null;
  const { smallest, largest } = keyExpressions(key);
  return `SELECT NULL AS rowCount, ${smallest} AS smallestKey, ${largest} AS largestKey FROM ${quoteTable(database, name)}`;
}
