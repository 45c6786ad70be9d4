import { createHash } from 'node:crypto';
import { quoteIdentifier } from '@cutover/databases/mysql-family';
import { approximateLiteral, bytesLiteral, isNumeric, plainText } from '../chunks/key-column.js';
import type { ColumnDefinition } from '../../../../tables/definition/table-definition.js';
import { kindOf } from '../digest/column-kind.js';
import { bytesOf, tooLongBytes } from '../rows/row-values.js';

/** A longer value is compared by its length and SHA-256, so that the statement does not hold it twice. */
const longestGuardBytes = 1_000;

/** SQL literal that stores exactly this value. Throws for one that is too long. */
export function valueLiteral(column: ColumnDefinition, value: string | null): string {
  if (value === null) return 'NULL';
  switch (kindOf(column)) {
    case 'bytes':
    case 'large':
      // JSON on MariaDB is text. Its character set is reported as that of LONGTEXT.
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
export function valueGuard(column: ColumnDefinition, value: string | null): string {
  const name = quoteIdentifier(column.name);
  if (value === null) return `${name} IS NULL`;
  const kind = kindOf(column);
  if (kind === 'approximate') return `CAST(${name} AS DOUBLE) <=> ${approximateLiteral(value)}`;
  if (kind === 'bits' || kind === 'enumerated') return `CAST(${name} AS UNSIGNED) <=> ${digits(value)}`;
  if (kind !== 'bytes' && kind !== 'large') return `${name} <=> ${valueLiteral(column, value)}`;
  const long = longDigest(value);
  if (long !== null)
    return `LENGTH(${bytesOf(column)}) <=> ${long.bytes} AND SHA2(${bytesOf(column)}, 256) <=> '${long.sha256}'`;
  const bytes = bytesLiteral(null, value);
  // JSON on MySQL is compared as it prints.
  if (column.dataType === 'json') return `CAST(CAST(${name} AS CHAR) AS BINARY) <=> ${bytes}`;
  return column.charset === null && !isSpatial(column)
    ? `${name} <=> ${bytes}`
    : `CAST(${name} AS BINARY) <=> ${bytes}`;
}

/** Length and SHA-256 of a value that is long, or of which only these are known; null for a short one. */
function longDigest(value: string): { bytes: number; sha256: string } | null {
  const bytes = tooLongBytes(value);
  if (bytes !== null) return { bytes, sha256: value.slice(value.indexOf(':') + 1) };
  if (value.length <= 2 * longestGuardBytes) return null;
  return { bytes: value.length / 2, sha256: createHash('sha256').update(value, 'hex').digest('hex') };
}

function isSpatial({ dataType }: ColumnDefinition): boolean {
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
