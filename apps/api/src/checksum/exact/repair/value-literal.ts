import { quoteIdentifier } from '../../../connections/quote-identifier.js';
import { approximateLiteral, bytesLiteral, isNumeric, plainText } from '../chunks/key-column.js';
import type { ExactColumn } from '../definition/exact-definition.js';
import { kindOf } from '../digest/column-kind.js';

/** The value is longer than what is carried, so only its length and digest are known. */
export function isTooLong(column: ExactColumn, value: string | null): boolean {
  return value !== null && value.startsWith('#') && ['bytes', 'large'].includes(kindOf(column));
}

/** SQL literal that stores exactly this value. Throws for one that is too long. */
export function valueLiteral(column: ExactColumn, value: string | null): string {
  if (value === null) return 'NULL';
  switch (kindOf(column)) {
    case 'bytes':
    case 'large':
      // JSON on MariaDB is text; its charset is told as that of LONGTEXT.
      return bytesLiteral(column.dataType === 'json' ? 'utf8mb4' : column.charset, value);
    case 'approximate':
      return approximateLiteral(value);
    case 'bits':
    case 'enumerated':
      return digits(value);
    case 'cast':
      return plainText(value);
    case 'short':
      return isNumeric(column) ? number(value) : plainText(value);
  }
}

/** Condition that the column still holds exactly this value, byte for byte, whatever its collation. */
export function valueGuard(column: ExactColumn, value: string | null): string {
  const name = quoteIdentifier(column.name);
  if (value === null) return `${name} IS NULL`;
  const kind = kindOf(column);
  if (kind === 'approximate') return `CAST(${name} AS DOUBLE) <=> ${approximateLiteral(value)}`;
  if (kind === 'bits' || kind === 'enumerated') return `CAST(${name} AS UNSIGNED) <=> ${digits(value)}`;
  if (kind !== 'bytes' && kind !== 'large') return `${name} <=> ${valueLiteral(column, value)}`;
  if (isTooLong(column, value)) return `SHA2(${name}, 256) <=> '${value.slice(value.indexOf(':') + 1)}'`;
  const bytes = bytesLiteral(null, value);
  // MySQL's JSON has no bytes of its own; what was read is how it prints.
  if (column.dataType === 'json') return `CAST(CAST(${name} AS CHAR) AS BINARY) <=> ${bytes}`;
  return column.charset === null && !isSpatial(column)
    ? `${name} <=> ${bytes}`
    : `CAST(${name} AS BINARY) <=> ${bytes}`;
}

function isSpatial({ dataType }: ExactColumn): boolean {
  return /geom|point|linestring|polygon/.test(dataType);
}

function digits(value: string): string {
  if (!/^\d+$/.test(value)) throw new Error('Not an integer');
  return value;
}

function number(value: string): string {
  if (!/^-?\d+(?:\.\d+)?$/.test(value)) throw new Error('Not a number');
  return value;
}
