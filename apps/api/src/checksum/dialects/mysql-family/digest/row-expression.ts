import { quoteIdentifier } from '@cutover/databases/mysql-family';
import type { ColumnDefinition } from '../../../../tables/definition/table-definition.js';
import { kindOf, type ColumnKind } from './column-kind.js';
import { hashOf } from './digest-method.js';

type Hash = (value: string) => string;

/** What stands for NULL: no value of a number, date or the like prints so, and no length or digest does. */
const nullMark = `'N'`;
/** The same for text, which may well be `N`: a byte that no text in UTF-8 holds. */
const nullText = binaryByte('FE');
/**
 * Another such byte. Being binary it also makes the server join raw bytes, where it would convert several character sets
 * to one. A server stores nothing in a UTF-8 column that is not UTF-8.
 */
const separator = binaryByte('FF');
/**
 * CONCAT_WS appends to its first value in place. In a WHERE a server keeps constants in a buffer, so that the mark for NULL, were
 * it the first value, would grow from row to row (MariaDB 10.5 to 11.8).
 */
const emptyStart = `''`;
/** A longer declared length is never put in as it is. */
const longestInlineBytes = 65_535n;

/** One byte that outweighs every character set. As a CAST it would be made anew for each row. */
function binaryByte(hex: string): string {
  return `_binary X'${hex}' COLLATE \`binary\``;
}

/**
 * SQL expression whose bytes are the row: different rows give different bytes, always.
 *
 * First comes one field a column, between separators: the value itself where it cannot hold one (numbers, dates, text in
 * UTF-8), else its length in bytes, else (for values that may not fit a packet) its hash; a mark for NULL. Then follow the
 * values whose lengths are known. The number of fields is fixed, so the whole can be read back: nothing that a value holds
 * can be taken for something else. NULL values of the second part are skipped by CONCAT_WS, and their marks tell that.
 *
 * FLOAT and DOUBLE stand in the second part, as the eight bytes they are: printing one takes longer than a whole row.
 *
 * @param columns those that hold bytes, in the same order on both sides
 * @param packetBytes the smaller max_allowed_packet of both sides: CONCAT_WS over it would be NULL
 * @param hash see digest-method.ts
 */
export function rowExpression(
  columns: readonly ColumnDefinition[],
  packetBytes: bigint,
  hash: Hash = hashOf.mariadb,
): string {
  const inline = inlineColumns(columns, packetBytes / 2n);
  const fields = columns.map((column) => fieldOf(column, inline.has(column), hash));
  const tail = columns.flatMap((column) => tailOf(column, inline.has(column)));
  const start = columns[0]?.isNullable ? [emptyStart] : [];
  return `CONCAT_WS(${[separator, ...start, ...fields, ...tail].join(', ')})`;
}

/** What stands in the second part, and how long it is stands in the first, or never changes. */
function tailOf(column: ColumnDefinition, isInline: boolean): string[] {
  const name = quoteIdentifier(column.name);
  // A point holds its two numbers as they are stored: the shortest way to the bytes of one.
  if (kindOf(column) === 'approximate') return [`POINT(${name}, 0)`];
  return isInline && !isUtf8(column) ? [name] : [];
}

function isUtf8({ charset }: ColumnDefinition): boolean {
  return charset !== null && ['utf8mb4', 'utf8mb3', 'utf8'].includes(charset);
}

/** Columns whose values go in whole: the shortest first, as long as the longest possible row fits. */
function inlineColumns(columns: readonly ColumnDefinition[], budgetBytes: bigint): Set<ColumnDefinition> {
  const candidates = columns
    .filter((column) => kindOf(column) === 'bytes' && lengthOf(column) <= longestInlineBytes)
    .sort((a, b) => Number(lengthOf(a) - lengthOf(b)));
  let leftBytes = budgetBytes - BigInt(columns.length) * 70n;
  const chosen = new Set<ColumnDefinition>();
  for (const column of candidates) {
    leftBytes -= lengthOf(column);
    if (leftBytes < 0n) break;
    chosen.add(column);
  }
  // In order of definition, whatever their lengths.
  return new Set(columns.filter((column) => chosen.has(column)));
}

/** SET declares no length of its own in some versions; 64 labels of 255 characters are its limit. */
function lengthOf({ octetLength }: ColumnDefinition): bigint {
  return octetLength ?? longestInlineBytes;
}

const expressions: Record<ColumnKind, (name: string, hash: Hash) => string> = {
  short: (name) => name,
  cast: (name) => `CAST(${name} AS CHAR)`,
  approximate: (name) => `${name} IS NULL`,
  bits: (name) => `CAST(${name} AS UNSIGNED)`,
  // By number: the label of an invalid value is '' and can be the label of a valid one. The labels are part of the definition.
  enumerated: (name) => `CAST(${name} AS UNSIGNED)`,
  bytes: (name, hash) => hash(name),
  large: (name, hash) => hash(name),
};

function fieldOf(column: ColumnDefinition, isInline: boolean, hash: Hash): string {
  const name = quoteIdentifier(column.name);
  if (isInline && isUtf8(column)) return column.isNullable ? `IFNULL(${name}, ${nullText})` : name;
  const source = column.dataType === 'json' ? `CAST(${name} AS CHAR)` : name;
  const value = isInline ? `LENGTH(${name})` : expressions[kindOf(column)](source, hash);
  if (kindOf(column) === 'approximate') return value;
  return column.isNullable ? `IFNULL(${value}, ${nullMark})` : value;
}
