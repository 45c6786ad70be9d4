import { quoteIdentifier, quoteText, type FamilyEngine } from '@cutover/databases/mysql-family';
import type { ColumnRow } from '../../../../../tables/dialects/mysql-family/definition-statements.js';

/** What of a column stands elsewhere in the catalog: MariaDB keeps a check that belongs to one column apart. */
export interface ColumnExtras {
  check: string | null;
}

/** Pure: a column as CREATE TABLE writes it, without its name. */
export function columnText(row: ColumnRow, engine: FamilyEngine, { check }: ColumnExtras): string {
  const { columnType, charset, collation, isNullable, comment } = row;
  const extra = row.extra ?? '';
  const isComputed = /GENERATED|PERSISTENT/i.test(extra) && !/DEFAULT_GENERATED/i.test(extra);
  const text = [
    columnType.replace(/ \/\*.*\*\//, ''),
    charset === null || collation === null ? null : `CHARACTER SET ${charset} COLLATE ${collation}`,
    ...(isComputed ? computed(row, engine) : stored(row, engine)),
    /\bINVISIBLE\b/i.test(extra) ? 'INVISIBLE' : null,
    isWithoutHistory(row) ? 'WITHOUT SYSTEM VERSIONING' : null,
    comment === '' ? null : `COMMENT ${quoteText(comment)}`,
    check === null ? null : `CHECK (${check})`,
  ];
  // MariaDB takes NOT NULL of a computed column from its expression, and refuses the words.
  const isNullTold = !isComputed || engine === 'mysql';
  text.splice(isComputed ? 3 : 2, 0, isNullTold ? (isNullable === 'YES' ? 'NULL' : 'NOT NULL') : null);
  return text.filter((part) => part !== null).join(' ');
}

/** Its changes are not kept in the history of the table (MariaDB). */
export function isWithoutHistory({ extra }: ColumnRow): boolean {
  return /\bWITHOUT SYSTEM VERSIONING\b/i.test(extra ?? '');
}

/** Pure: `` `name` int(11) NOT NULL ``. */
export function namedColumn(row: ColumnRow, engine: FamilyEngine, extras: ColumnExtras): string {
  return `${quoteIdentifier(row.name)} ${columnText(row, engine, extras)}`;
}

function computed({ expression, extra }: ColumnRow, engine: FamilyEngine): (string | null)[] {
  const how = /VIRTUAL/i.test(extra ?? '') ? 'VIRTUAL' : 'STORED';
  return [`GENERATED ALWAYS AS (${expressionText(expression ?? '', engine)}) ${how}`];
}

function stored(row: ColumnRow, engine: FamilyEngine): (string | null)[] {
  const extra = row.extra ?? '';
  const onUpdate = /\bon update (\S+?)(?:,|$|\s)/i.exec(extra)?.[1];
  return [
    defaultText(row, engine),
    onUpdate === undefined ? null : `ON UPDATE ${onUpdate}`,
    /\bauto_increment\b/i.test(extra) ? 'AUTO_INCREMENT' : null,
  ];
}

/** MariaDB prints a default as it is written; MySQL prints texts bare, and says beside it what is an expression. */
function defaultText({ columnDefault, dataType, extra, columnType }: ColumnRow, engine: FamilyEngine): string | null {
  if (columnDefault === null) return null;
  if (engine === 'mariadb') return `DEFAULT ${columnDefault}`;
  if (/^current_timestamp(\(\d*\))?$/i.test(columnDefault) && /^(timestamp|datetime)/i.test(columnType))
    return `DEFAULT ${columnDefault}`;
  if (/\bDEFAULT_GENERATED\b/i.test(extra ?? '')) return `DEFAULT (${expressionText(columnDefault, engine)})`;
  if (/^(?:b'[01]*'|0x[0-9a-f]*)$/i.test(columnDefault) && /bit|binary|blob/i.test(dataType))
    return `DEFAULT ${columnDefault}`;
  return `DEFAULT ${quoteText(columnDefault)}`;
}

/** MySQL prints the quotes of an expression with a backslash before them. */
export function expressionText(text: string, engine: FamilyEngine): string {
  return engine === 'mysql' ? text.replace(/\\(['\\])/g, '$1') : text;
}
