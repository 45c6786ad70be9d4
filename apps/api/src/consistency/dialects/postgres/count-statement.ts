import type { TableName } from '@cutover/databases';
import { quoteIdentifier, quoteTable } from '@cutover/databases/postgres';
import type { ColumnDefinition } from '../../../tables/definition/table-definition.js';
import type { ConsistencyDialect, CountedRows } from '../../consistency-dialect.js';

/** Types that have a smallest and a largest value, and the same one on every server: text by the order of its bytes. */
const ordered: Readonly<Record<string, (column: string) => string>> = {
  ...Object.fromEntries(
    ['int2', 'int4', 'int8', 'numeric', 'date', 'time', 'timestamp', 'timestamptz', 'interval', 'oid'].map((type) => [
      type,
      (column: string) => column,
    ]),
  ),
  ...Object.fromEntries(
    ['text', 'varchar', 'bpchar', 'uuid'].map((type) => [type, (column: string) => `${column}::text COLLATE "C"`]),
  ),
};

/** Rows and, with a key column, its ends. Partitions count with the table above them. */
export const countStatement: ConsistencyDialect['countStatement'] = (table, key, counted) => {
  const { smallest, largest } = endsOf(key);
  return `SELECT count(*)::text AS "rowCount", ${smallest} AS "smallestKey", ${largest} AS "largestKey" FROM ${nameOf(table, counted)}${counted.rows === null ? '' : ` WHERE ${counted.rows}`}`;
};

/** The ends of an integer key, which an index has at once. */
export const endsStatement: ConsistencyDialect['endsStatement'] = (table, key, counted) => {
  if (!['int2', 'int4', 'int8'].includes(key.dataType)) return null;
  const { smallest, largest } = endsOf(key);
  return `SELECT NULL AS "rowCount", ${smallest} AS "smallestKey", ${largest} AS "largestKey" FROM ${nameOf(table, counted)}`;
};

function nameOf({ database, name }: TableName, { isOnly }: CountedRows): string {
  return `${isOnly ? 'ONLY ' : ''}${quoteTable(database, name)}`;
}

function endsOf(key: ColumnDefinition | null): { smallest: string; largest: string } {
  const as = key === null ? undefined : ordered[key.dataType];
  if (key === null || as === undefined) return { smallest: 'NULL', largest: 'NULL' };
  const column = as(quoteIdentifier(key.name));
  return { smallest: `min(${column})::text`, largest: `max(${column})::text` };
}
