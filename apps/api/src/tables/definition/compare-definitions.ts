import { isTransactionNumber, type ColumnDefinition, type TableDefinition } from './table-definition.js';

type Columns = Pick<TableDefinition, 'columns'>;

/**
 * Words for how two definitions differ in what their rows can hold; null when rows of both can be compared byte for byte.
 * Every capability asks this one function, so that a table cannot be equal to one and different to another.
 */
export function describeDefinitionDifference(source: Columns, target: Columns): string | null {
  const notes: string[] = [];
  const onTarget = new Map(target.columns.map((column) => [column.name, column]));
  for (const column of source.columns) {
    const other = onTarget.get(column.name);
    if (!other) notes.push(`column ${column.name} is missing on the target`);
    else if (shapeOf(column) !== shapeOf(other))
      notes.push(`column ${column.name} is "${shapeOf(column)}" on the source and "${shapeOf(other)}" on the target`);
  }
  const names = new Set(source.columns.map(({ name }) => name));
  for (const { name } of target.columns) if (!names.has(name)) notes.push(`column ${name} exists on the target only`);
  if (notes.length === 0 && source.columns.some(({ name }, index) => target.columns[index]?.name !== name))
    notes.push('the columns stand in another order');
  if (notes.length === 0) return null;
  return notes.length > 3 ? `${notes.slice(0, 3).join('; ')}; and ${notes.length - 3} more` : notes.join('; ');
}

/** Name and shape of each column, in order, in a form that is the same on every server version. */
export function columnList({ columns }: Columns): string[] {
  return columns.map((column) => `${column.name} ${shapeOf(column)}`);
}

/** What differs and changes no byte of a row: said beside the verdict. */
export function definitionNotes(source: TableDefinition, target: TableDefinition): string[] {
  const notes: string[] = [];
  const onTarget = new Map(target.columns.map((column) => [column.name, column]));
  for (const { name, collation, columnType } of source.columns) {
    const other = onTarget.get(name);
    if (collation !== (other?.collation ?? null))
      notes.push(
        `Column ${name} is sorted by ${collation} on the source and by ${other?.collation ?? null} on the target`,
      );
    if (other !== undefined && isFlag(columnType) !== isFlag(other.columnType))
      notes.push(
        `Column ${name} is ${columnType} on the source and ${other.columnType} on the target: ` +
          'the same bytes, but some connectors read tinyint(1) as true and false; give the target the type of the source',
      );
  }
  if (source.isSystemVersioned || target.isSystemVersioned)
    notes.push('System-versioned: the present rows were compared, their history was not');
  const numbers = source.columns.filter(isTransactionNumber).map(({ name }) => name);
  if (numbers.length > 0)
    notes.push(`Numbers of transactions are each server's own, and were not compared: ${numbers.join(', ')}`);
  const virtual = source.columns.filter(({ generation }) => generation === 'virtual').map(({ name }) => name);
  if (virtual.length > 0) notes.push(`Virtual columns hold no bytes and were not compared: ${virtual.join(', ')}`);
  return notes;
}

/** Character set of a collation: `utf8_general_ci` and `utf8mb3_general_ci` (its name since MariaDB 10.6) are one. null: none. */
export function charsetOf(collation: string | null): string | null {
  if (collation === null || collation === '') return null;
  const charset = (collation.split('_')[0] ?? '').toLowerCase();
  return charset === 'utf8' ? 'utf8mb3' : charset;
}

/** Type, character set, NOT NULL and generation in a form that is the same on every server version. */
function shapeOf({ columnType, collation, charset, isNullable, generation }: ColumnDefinition): string {
  const set = charsetOf(charset === null ? collation : `${charset}_`);
  const parts = [
    comparableType(columnType),
    set,
    isNullable ? null : 'NOT NULL',
    generation === 'plain' ? null : generation,
  ];
  return parts.filter((part) => part !== null && part !== '').join(' ');
}

/**
 * Display widths of integers and of YEAR(4) mean nothing, and some versions print none; with ZEROFILL they are part of every
 * printed value. Newer MariaDB prints what other servers do not know in a comment of its own, and of times the release whose
 * format they are stored in: the values are the same.
 */
function comparableType(type: string): string {
  if (/zerofill/i.test(type)) return type;
  return type
    .replace(/^((?:tiny|small|medium|big)?int)\(\d+\)/i, '$1')
    .replace(/^year\(4\)/i, 'year')
    .replace(/ \/\* mariadb-5\.3 \*\//i, '')
    .replace('/*M!', '/*!');
}

/** The one display width that clients look at: some connectors read tinyint(1) as true and false. */
export function isFlag(columnType: string): boolean {
  return /^tinyint\(1\)(?!.*zerofill)/i.test(columnType);
}
