import { createHash } from 'node:crypto';
import { quoteIdentifier, quoteLiteral } from '@cutover/databases/postgres';
import { carriedText, longValue } from '../../../../proof/dialects/postgres/carried-value.js';
import type { ColumnDefinition } from '../../../../tables/definition/table-definition.js';
import { textOf } from '../digest/row-expression.js';

/** A longer value is compared by its length and SHA-256, so that the statement does not hold it twice. */
const longestGuardBytes = 1_000;

/** SQL of exactly this value, as the type's own input reads what its output printed. Throws for one that is not carried whole. */
export function valueLiteral({ columnType }: ColumnDefinition, value: string | null): string {
  if (value === null) return 'NULL';
  if (longValue(value) !== null) throw new Error('The value is not carried whole');
  return `CAST(${quoteLiteral(carriedText(value))} AS ${columnType})`;
}

/** Condition that a column of the table `r` still holds exactly this value, whatever its type and collation. */
export function valueGuard({ name }: ColumnDefinition, value: string | null): string {
  const text = `(${textOf(`r.${quoteIdentifier(name)}`)})`;
  if (value === null) return `${text} IS NULL`;
  const { bytes, sha256 } = longValue(value) ?? digestOf(carriedText(value));
  if (bytes <= longestGuardBytes) return `${text} COLLATE "C" = ${quoteLiteral(carriedText(value))}`;
  const printed = `convert_to(${text}, 'UTF8')`;
  return `octet_length(${printed}) = ${bytes} AND encode(sha256(${printed}), 'hex') = '${sha256}'`;
}

function digestOf(text: string): { bytes: number; sha256: string } {
  return { bytes: Buffer.byteLength(text), sha256: createHash('sha256').update(text).digest('hex') };
}
