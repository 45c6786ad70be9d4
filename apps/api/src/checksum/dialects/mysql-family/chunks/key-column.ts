import { quoteIdentifier } from '@cutover/databases/mysql-family';
import type { ColumnDefinition } from '../../../../tables/definition/table-definition.js';
import { kindOf, type ColumnKind } from '../digest/column-kind.js';

type AsSql = (name: string) => string;

/** SQL expressions that answer a value as exact ASCII text. */
const selections: Record<ColumnKind, AsSql> = {
  short: (name) => `CAST(${name} AS CHAR)`,
  cast: (name) => `CAST(${name} AS CHAR)`,
  approximate: (name) => `CAST(CAST(${name} AS DOUBLE) AS CHAR)`,
  bits: (name) => `CAST(CAST(${name} AS UNSIGNED) AS CHAR)`,
  // An ENUM by its number: that is its order in an index, and it compares with numbers so.
  enumerated: (name) => `CAST(CAST(${name} AS UNSIGNED) AS CHAR)`,
  bytes: (name) => `HEX(${name})`,
  large: (name) => `HEX(${name})`,
};

/** SQL expression that answers the value of a column as exact text. */
export function keySelection(column: ColumnDefinition): string {
  return selections[kindOf(column)](quoteIdentifier(column.name));
}

/** Selects the key of a row as `expr AS k0, expr AS k1`. {@link readKey} reads it. */
export function keySelections(columns: readonly ColumnDefinition[]): string {
  return columns.map((column, index) => `${keySelection(column)} AS k${index}`).join(', ');
}

/** Reads the key that {@link keySelections} selected. */
export function readKey(row: object, columns: readonly ColumnDefinition[]): string[] {
  return columns.map((_, index) => String((row as Record<string, unknown>)[`k${index}`]));
}

/** SQL literal of a value. It compares with its column in the collation of the column, so that the index is used. */
export function keyLiteral(column: ColumnDefinition, value: string): string {
  switch (kindOf(column)) {
    case 'bytes':
    case 'large':
      return bytesLiteral(column.charset, value);
    case 'approximate':
      return approximateLiteral(value);
    case 'bits':
    case 'enumerated':
      return integerText(value);
    case 'cast':
      return plainText(value);
    case 'short':
      return isNumeric(column) ? numberText(value) : plainText(value);
  }
}

/** Types whose printed values are numbers in SQL too. */
export function isNumeric({ dataType }: ColumnDefinition): boolean {
  return isInteger(dataType) || dataType === 'decimal';
}

/** True for the integer types. */
export function isInteger(dataType: string): boolean {
  return ['tinyint', 'smallint', 'mediumint', 'int', 'bigint'].includes(dataType);
}

/** True for a key that is a single integer: its ranges can be computed. */
export function isDivisible(columns: readonly ColumnDefinition[]): boolean {
  return columns.length === 1 && isInteger(columns[0]?.dataType ?? '');
}

/** `_utf8mb4 X'…'`; without a character set the literal is bytes. Throws for anything but hexadecimal digits. */
export function bytesLiteral(charset: string | null, hex: string): string {
  // No group that repeats: on a value of some megabytes that takes more stack than there may be.
  if (hex.length % 2 !== 0 || !/^[0-9A-Fa-f]*$/.test(hex)) throw new Error('Not hexadecimal');
  return charset === null || charset === 'binary' ? `X'${hex}'` : `_${charset} X'${hex}'`;
}

/** SQL literal of a DOUBLE, exactly as it was printed. A server would fold `-0e0` to 0. */
export function approximateLiteral(value: string): string {
  if (!/^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i.test(value)) throw new Error('Not a number');
  if (/^-0(?:\.0+)?$/.test(value)) return '(-1 * 0e0)';
  return /e/i.test(value) ? value : `${value}e0`;
}

function integerText(value: string): string {
  if (!/^\d+$/.test(value)) throw new Error('Not an integer');
  return value;
}

function numberText(value: string): string {
  if (!/^-?\d+(?:\.\d+)?$/.test(value)) throw new Error('Not a number');
  return value;
}

/** SQL literal of a date, time, UUID or address. Throws for text in which a quote or backslash could hide. */
export function plainText(value: string): string {
  if (!/^[0-9A-Za-z:. +-]*$/.test(value)) throw new Error('Not a plain value');
  return `'${value}'`;
}
