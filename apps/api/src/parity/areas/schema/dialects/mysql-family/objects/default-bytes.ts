import { quoteIdentifier, quoteTable, quoteText, type FamilyEngine } from '@cutover/databases/mysql-family';
import type { ColumnRow } from '../../../../../../tables/dialects/mysql-family/definition-statements.js';

/** The bytes of one default, as the column keeps them. */
export interface DefaultBytes {
  db: string;
  tableName: string;
  name: string;
  hex: string | null;
}

/** So many are asked at once: a statement of thousands of parts would be too long. */
export const defaultsAtOnce = 300;

/** Character sets that hold more than the catalog can print. */
const widerThanCatalog = /^(?:utf8mb4|utf16|utf16le|utf32|gb18030)$/i;

/**
 * Pure: whether the catalog may print another default than there is. It prints all in the Basic Multilingual Plane of Unicode, and
 * `?` in place of what is not there: bytes of a binary column, an emoji.
 */
export function hasDoubtfulDefault({ columnDefault, extra, charset, dataType }: ColumnRow): boolean {
  if (!columnDefault?.includes('?') || /\bDEFAULT_GENERATED\b/i.test(extra ?? '')) return false;
  return charset === null ? /binary|blob/i.test(dataType) : widerThanCatalog.test(charset);
}

/** One statement for all, which reads no row: `WHERE FALSE` leaves the one of COUNT. */
export function defaultBytesStatement(columns: readonly ColumnRow[]): string {
  const each = columns.map(
    ({ db, tableName, name }) =>
      `SELECT ${quoteText(db)} AS db, ${quoteText(tableName)} AS tableName, ${quoteText(name)} AS name, ` +
      `HEX(DEFAULT(${quoteIdentifier(name)})) AS hex, COUNT(*) AS rowsRead FROM ${quoteTable(db, tableName)} WHERE FALSE`,
  );
  return each.join(' UNION ALL ');
}

/** Pure: the column with the default that it has, written as the catalog would if it could. */
export function withDefault(row: ColumnRow, hex: string, engine: FamilyEngine): ColumnRow {
  const bytes = Buffer.from(hex, 'hex');
  const isMysql = engine === 'mysql';
  if (row.charset === null) {
    const isPrinted = bytes.every((byte) => byte < 0x80);
    return isPrinted ? row : { ...row, columnDefault: isMysql ? `0x${hex}` : `x'${hex}'` };
  }
  const charset = row.charset.toLowerCase();
  if (charset !== 'utf8mb4') return { ...row, columnDefault: `_${charset} x'${hex}'` };
  const text = bytes.toString('utf8');
  if (!/[\u{10000}-\u{10ffff}]/u.test(text)) return row;
  return { ...row, columnDefault: isMysql ? text : quoteText(text) };
}
