import type { FamilyEngine } from '@cutover/databases/mysql-family';
import type { ColumnRow } from './definition-statements.js';

type DefaultRow = Pick<ColumnRow, 'columnDefault' | 'columnType' | 'dataType' | 'extra'>;

/**
 * Pure: what a column gets where an INSERT leaves it out, in a form that is the same on every version of a server; null:
 * nothing, or NULL. Texts and bytes are in quotes, everything else is an expression or a number.
 */
export function defaultOf(row: DefaultRow, engine: FamilyEngine): string | null {
  const { columnDefault: text, dataType } = row;
  if (text === null) return null;
  if (/binary|blob/i.test(dataType)) return bytesText(text);
  return engine === 'mariadb' ? mariadbDefault(text, row) : mysqlDefault(text, row);
}

/**
 * MariaDB prints a text in quotes, and NULL where a nullable column has no default; where the default of one was dropped, 10.11
 * prints NULL too, and 10.5 nothing.
 */
function mariadbDefault(text: string, { columnType }: DefaultRow): string | null {
  if (text === 'NULL') return null;
  if (text.startsWith("'")) return text;
  // MariaDB 11 prints LOCALTIME so, and gives such a column the date of the day with it.
  return expression(isTime(columnType) ? text.replace(/^curtime\(/i, 'current_timestamp(') : text);
}

/** MySQL prints texts without quotes; what is no text says so beside it. Version 5.7 said so of no CURRENT_TIMESTAMP. */
function mysqlDefault(text: string, { columnType, dataType, extra }: DefaultRow): string {
  const isExpression = /\bDEFAULT_GENERATED\b/i.test(extra ?? '');
  if (isExpression || (isTime(columnType) && /^current_timestamp/i.test(text))) return expression(text);
  return isNumber(dataType) ? text : `'${text.replaceAll("'", "''")}'`;
}

/** Pure: what every UPDATE sets by itself; null: nothing. */
export function onUpdateOf({ extra }: Pick<ColumnRow, 'extra'>): string | null {
  const found = /\bon update (\S+)/i.exec(extra ?? '')?.[1];
  return found === undefined ? null : expression(found.replace(/,$/, ''));
}

/**
 * One name for each function and character set: CURRENT_TIMESTAMP is one without parentheses to MySQL, utf8 has its new name
 * since MariaDB 10.6, and a character set before a text is that of whoever wrote the statement.
 */
function expression(text: string): string {
  return text
    .replace(/\bcurrent_timestamp\b(\(\d*\))?/gi, (_, digits?: string) => `current_timestamp${digits ?? '()'}`)
    .replace(/\bcharset utf8\b/gi, 'charset utf8mb3')
    .replace(/\b_utf8(?:mb[34])?(?=\\?')/gi, '');
}

/**
 * MariaDB 11 prints `x'ff00'` and MySQL `0xFF00`. MariaDB before that prints text with `\0` for a zero byte and `?` for each byte
 * that is no text, so that those bytes are not known.
 */
function bytesText(text: string): string | null {
  if (text === 'NULL') return null;
  const hex = /^(?:x'([0-9a-f]*)'|0x([0-9a-f]*))$/i.exec(text);
  return hex === null ? text : `x'${(hex[1] ?? hex[2] ?? '').toLowerCase()}'`;
}

function isTime(columnType: string): boolean {
  return /^(?:timestamp|datetime)/i.test(columnType);
}

function isNumber(dataType: string): boolean {
  return /int|decimal|float|double|bit|year/i.test(dataType);
}
