import { quoteIdentifier } from '@cutover/databases/mysql-family';
import type { ColumnDefinition } from '../../../../tables/definition/table-definition.js';
import { kindOf, type ColumnKind } from './column-kind.js';
import { hashOf } from './digest-method.js';

type Hash = (value: string) => string;

/** The mark for NULL: no number or date prints like this, and no length or digest does. */
const nullMark = `'N'`;
/** The mark for NULL in text, which may well be `N`: a byte that is never part of UTF-8. */
const nullText = binaryByte('FE');
/**
 * The separator: another byte that is never part of UTF-8, and a server stores nothing else in a UTF-8 column. Because
 * it is binary, the server joins raw bytes; otherwise it would convert several character sets to one.
 */
const separator = binaryByte('FF');
/**
 * The first value of CONCAT_WS. The server appends to that value in place, and in a WHERE it keeps constants in a
 * buffer: if the mark for NULL came first it would grow from row to row (MariaDB 10.5 to 11.8).
 */
const emptyStart = `''`;
/** A column that may be longer than this is never put in whole. */
const longestInlineBytes = 65_535n;

/** SQL for one byte that makes the whole text binary. A CAST would be evaluated again for each row. */
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

/** The second part of a column. Its length is in the first part, or never changes. */
function tailOf(column: ColumnDefinition, isInline: boolean): string[] {
  const name = quoteIdentifier(column.name);
  // A POINT stores its two numbers as they are: the cheapest way to the bytes of a DOUBLE.
  if (kindOf(column) === 'approximate') return [`POINT(${name}, 0)`];
  return isInline && !isUtf8(column) ? [name] : [];
}

function isUtf8({ charset }: ColumnDefinition): boolean {
  return charset !== null && ['utf8mb4', 'utf8mb3', 'utf8'].includes(charset);
}

/** The columns whose values are put in whole: the shortest first, as long as the longest possible row fits a packet. */
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
  // In the order of the definition, whatever their lengths.
  return new Set(columns.filter((column) => chosen.has(column)));
}

/** The longest value of a column. Some versions declare no length for SET; its limit is 64 labels of 255 characters. */
function lengthOf({ octetLength }: ColumnDefinition): bigint {
  return octetLength ?? longestInlineBytes;
}

const expressions: Record<ColumnKind, (name: string, hash: Hash) => string> = {
  short: (name) => name,
  cast: (name) => `CAST(${name} AS CHAR)`,
  approximate: (name) => `${name} IS NULL`,
  bits: (name) => `CAST(${name} AS UNSIGNED)`,
  // By number, because the label of an invalid value is '', which may be a valid label too. The labels are part of the
  // definition.
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
