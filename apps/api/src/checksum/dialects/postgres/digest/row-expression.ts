import { quoteIdentifier } from '@cutover/databases/postgres';
import type { ColumnDefinition } from '../../../../tables/definition/table-definition.js';

/**
 * Types of the server itself whose binary form says all of a value and nothing of the server: `record_send` puts them in as they
 * are. Arrays of them too (`_int4`). What is not listed goes in as text: enumerations, composites, domains and types of extensions
 * are numbered by each database for itself, names of objects (regclass) are such numbers, and geometry holds numbers like float8.
 */
const binaryTypes: ReadonlySet<string> = new Set([
  ...[
    'int2',
    'int4',
    'int8',
    'numeric',
    'bool',
    'money',
    'oid',
    'xid',
    'xid8',
    'cid',
    'tid',
    'pg_lsn',
    'bit',
    'varbit',
  ],
  ...['text', 'varchar', 'bpchar', 'name', 'char', 'bytea', 'uuid', 'json', 'jsonb', 'xml', 'jsonpath'],
  ...['date', 'time', 'timetz', 'timestamp', 'timestamptz', 'interval', 'inet', 'cidr', 'macaddr', 'macaddr8'],
  ...['int4range', 'int8range', 'numrange', 'daterange', 'tsrange', 'tstzrange', 'tsvector'],
  ...['int4multirange', 'int8multirange', 'nummultirange', 'datemultirange', 'tsmultirange', 'tstzmultirange'],
]);

/**
 * SQL expression of the bytes of a row: different rows give different bytes, whatever the session's settings. Each value comes with
 * the number of its type and its length. NULL is a length of its own.
 */
export function rowExpression(columns: readonly ColumnDefinition[]): string {
  return `record_send(ROW(${columns.map(fieldOf).join(', ')}))`;
}

function fieldOf(column: ColumnDefinition): string {
  const name = quoteIdentifier(column.name);
  if (binaryTypes.has(column.dataType.replace(/^_/, ''))) return name;
  // Not a number has many forms, which print alike: replication writes another one than the source has.
  if (isFloat(column)) return `CASE WHEN ${name} = 'NaN' THEN 'NaN' ELSE ${name} END`;
  return textOf(name);
}

function isFloat({ dataType }: ColumnDefinition): boolean {
  return dataType === 'float4' || dataType === 'float8';
}

/**
 * SQL expression of a value as its output function prints it, which is what replication carries. A cast to text is something else:
 * it takes the spaces from a char(n), and prints `true` for a boolean.
 */
export function textOf(name: string): string {
  return `CASE WHEN num_nulls(${name}) = 0 THEN format('%s', ${name}) END`;
}
