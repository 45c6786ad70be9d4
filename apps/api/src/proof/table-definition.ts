/** One column as `SHOW FULL COLUMNS` prints it. */
export interface ColumnDefinition {
  name: string;
  /** As printed: `varchar(64)`. */
  type: string;
  /** null where the type has none. */
  collation: string | null;
  isNullable: boolean;
  isAutoIncrement: boolean;
}

/** A table as the server describes it at this moment. */
export interface TableDefinition {
  kind: 'table' | 'view';
  engine: string | null;
  /** The explicit ROW_FORMAT, upper case; null: the default. CHECKSUM TABLE depends on which was written, not on which is used. */
  rowFormat: string | null;
  columns: ColumnDefinition[];
  /** Next value; null: none, or unknown. */
  autoIncrement: string | null;
}

/** Name, type, character set and NOT NULL of each column, in order, in a form that is the same on every server version. */
export function columnList(definition: TableDefinition): string[] {
  return definition.columns.map((column) => {
    const charset = charsetOf(column.collation);
    return [column.name, comparableType(column.type), charset, column.isNullable ? null : 'NOT NULL']
      .filter((part) => part !== null)
      .join(' ');
  });
}

/** Character set of a collation: `utf8_general_ci` and `utf8mb3_general_ci` (its name since MariaDB 10.6) are one. null: none. */
export function charsetOf(collation: string | null): string | null {
  if (collation === null || collation === '') return null;
  const charset = (collation.split('_')[0] ?? '').toLowerCase();
  return charset === 'utf8' ? 'utf8mb3' : charset;
}

/** Display widths of integers mean nothing and are printed by some versions only; ZEROFILL and tinyint(1) keep theirs. Newer MariaDB prints COMPRESSED in another comment. */
function comparableType(type: string): string {
  if (/zerofill/i.test(type) || /^tinyint\(1\)/i.test(type)) return type;
  return type.replace(/^((?:tiny|small|medium|big)?int)\(\d+\)/i, '$1').replace('/*M!', '/*!');
}

/** Everything that must not change while a table is being read; AUTO_INCREMENT may. */
export function fingerprint(definition: TableDefinition): string {
  return JSON.stringify({ ...definition, autoIncrement: null });
}

/** The first differences between two column lists, as words; empty when they agree. At most three are named. */
export function describeColumnDifferences(source: TableDefinition, target: TableDefinition): string {
  const sourceColumns = columnList(source);
  const targetColumns = columnList(target);
  const notes: string[] = [];
  for (const [index, column] of source.columns.entries()) {
    const other = target.columns.findIndex((candidate) => candidate.name === column.name);
    if (other < 0) notes.push(`column ${column.name} is missing on the target`);
    else if (sourceColumns[index] !== targetColumns[other])
      notes.push(
        `column ${column.name} is "${sourceColumns[index]}" on the source and "${targetColumns[other]}" on the target`,
      );
  }
  for (const column of target.columns)
    if (!source.columns.some((candidate) => candidate.name === column.name))
      notes.push(`column ${column.name} exists on the target only`);
  if (notes.length === 0 && sourceColumns.join('\n') !== targetColumns.join('\n'))
    notes.push('the columns stand in another order');
  return notes.length > 3 ? `${notes.slice(0, 3).join('; ')}; and ${notes.length - 3} more` : notes.join('; ');
}
