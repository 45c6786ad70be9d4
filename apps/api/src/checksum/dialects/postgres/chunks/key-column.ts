import { quoteIdentifier, quoteLiteral } from '@cutover/databases/postgres';
import type { ColumnDefinition } from '../../../../tables/definition/table-definition.js';
import { textOf } from '../digest/row-expression.js';

/** A column of the key by which a table is walked. */
export interface KeyColumn {
  name: string;
  /** SQL expression by which it is ordered and compared, of a table `r`. */
  ordered: string;
  /** SQL literal of a value, of the type of that expression. */
  literal(value: string): string;
  /** Its ranges can be computed. */
  isInteger: boolean;
}

/** How text is sorted: `own`: alike on both sides, so that an index serves; `bytes`: as its bytes are. */
export type TextOrder = 'own' | 'bytes';

const integers = ['int2', 'int4', 'int8'];

/** Types that every server sorts alike, whatever the collation: their literals compare with the column in its index. */
const plainTypes: ReadonlySet<string> = new Set([
  ...[
    ...integers,
    'oid',
    'numeric',
    'float4',
    'float8',
    'bool',
    'money',
    'uuid',
    'name',
    'bytea',
    'bit',
    'varbit',
    'xid8',
    'pg_lsn',
  ],
  ...['date', 'time', 'timetz', 'timestamp', 'timestamptz', 'interval', 'inet', 'cidr', 'macaddr', 'macaddr8'],
  ...['int4range', 'int8range', 'numrange', 'daterange', 'tsrange', 'tstzrange'],
]);

const textTypes: ReadonlySet<string> = new Set(['text', 'varchar', 'bpchar']);

/** True for a column whose order depends on its collation, and else is that of its bytes. */
export function isText({ dataType }: ColumnDefinition): boolean {
  return textTypes.has(dataType);
}

/** True for a column that is sorted alike everywhere. */
export function isPlain({ dataType }: ColumnDefinition): boolean {
  return plainTypes.has(dataType);
}

/**
 * How a column of a key is ordered and compared. What each database sorts in its own way (enumerations, types of extensions, arrays of
 * text) is ordered by the bytes that it prints, in UTF-8, for which there is no index.
 */
export function keyColumn(column: ColumnDefinition, order: TextOrder): KeyColumn {
  const { name, dataType } = column;
  // With its table: in ORDER BY a bare name would mean a column of our own in the SELECT list.
  const own = `r.${quoteIdentifier(name)}`;
  const isInteger = integers.includes(dataType);
  if (isPlain(column) || (isText(column) && order === 'own'))
    return { name, isInteger, ordered: own, literal: (value) => `${quoteLiteral(value)}::${typeName(dataType)}` };
  return { name, isInteger, ordered: bytesOf(textOf(own)), literal: (value) => bytesOf(quoteLiteral(value)) };
}

/** In one encoding, whatever that of the database is: the same text has other bytes in another one, and would sort otherwise. */
function bytesOf(text: string): string {
  return `convert_to(${text}, 'UTF8')`;
}

/** `"char"` is another type than `char`; `bpchar` without a length is that of any. */
function typeName(dataType: string): string {
  return `pg_catalog.${quoteIdentifier(dataType)}`;
}

/** Selects the key of a row as exact text: `expr AS k0, expr AS k1`. {@link readKey} reads it. */
export function keySelections(columns: readonly KeyColumn[]): string {
  return columns.map(({ name }, index) => `format('%s', ${quoteIdentifier(name)}) AS k${index}`).join(', ');
}

/** Reads the key that {@link keySelections} selected. */
export function readKey(row: object, columns: readonly KeyColumn[]): string[] {
  return columns.map((_, index) => String((row as Record<string, unknown>)[`k${index}`]));
}
