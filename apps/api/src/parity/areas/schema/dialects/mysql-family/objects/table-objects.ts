import { unloggedSession } from '@cutover/databases/suggested-statements';
import { quoteIdentifier, type FamilyEngine } from '@cutover/databases/mysql-family';
import type { KeyPartRow } from '../../../../../../tables/dialects/mysql-family/definition-statements.js';
import { definitionOf, type DefinitionRows } from '../../../../../../tables/dialects/mysql-family/read-definition.js';
import { canonicalExpression } from '../../../../../../tables/dialects/mysql-family/canonical-code.js';
import { charsetOf } from '../../../../../../tables/definition/compare-definitions.js';
import type { SchemaObject } from '../../../schema-object.js';
import { columnText, expressionText, isWithoutHistory, namedColumn } from '../column-text.js';
import { alter, inDatabase, partOf } from '../object-of.js';
import { periodObjects, type TableText } from './table-text.js';

/** Checks of single columns, which MariaDB keeps apart: name of the column to its clause. */
export type ColumnChecks = ReadonlyMap<string, string>;

/** Pure: a table, its options, columns and indexes. A sequence is none of these. `text`: what SHOW CREATE TABLE adds, where it was asked. */
export function tableObjects(
  rows: DefinitionRows,
  engine: FamilyEngine,
  checks: ColumnChecks,
  text: TableText | undefined,
): SchemaObject[] {
  const { table } = rows;
  const at = { db: table.db, name: table.name };
  // Rows would have to come with it; dropping it would lose them.
  const self = inDatabase(at, 'table', {
    ...{ shown: 'table', make: null, remove: null },
    byHand: `Copy the table to the target, ${unloggedSession}, and check that replication does not filter it.`,
  });
  return [
    ...[self, ...optionObjects(rows), ...columnObjects(rows, engine, checks), ...indexObjects(rows, engine, text)],
    ...(text === undefined ? [] : periodObjects(at, text)),
  ];
}

function optionObjects({ table }: DefinitionRows): SchemaObject[] {
  const at = { db: table.db, name: table.name };
  const { engine, storedFormat, collation } = table;
  const versioning = isVersioned(table);
  const option = (kind: 'storage engine' | 'row format', value: string | null, change: string): SchemaObject[] =>
    value === null
      ? []
      : [partOf(at, kind, null, { shown: value, make: null, remove: null, changeInto: [alter(at, change)] })];
  return [
    ...option('storage engine', engine, `ENGINE = ${engine}`),
    ...option('row format', storedFormat?.toUpperCase() ?? null, `ROW_FORMAT = ${storedFormat?.toUpperCase()}`),
    ...(collation === null
      ? []
      : [
          partOf(at, 'default collation', null, {
            ...{ shown: collation, compared: sameCollation(collation), make: null, remove: null },
            changeInto: [alter(at, `DEFAULT CHARACTER SET ${charsetOf(collation)} COLLATE ${collation}`)],
          }),
        ]),
    ...(versioning
      ? [
          partOf(at, 'system versioning', null, {
            shown: 'system-versioned',
            make: [alter(at, 'ADD SYSTEM VERSIONING')],
            // It would drop the history.
            remove: null,
          }),
        ]
      : []),
  ];
}

/** `utf8_bin` has been named `utf8mb3_bin` since MariaDB 10.6 and MySQL 8. */
export function sameCollation(collation: string): string {
  return collation.replace(/^utf8_/, 'utf8mb3_');
}

function columnObjects(rows: DefinitionRows, engine: FamilyEngine, checks: ColumnChecks): SchemaObject[] {
  const { table } = rows;
  const at = { db: table.db, name: table.name };
  const { columns } = definitionOf({ ...rows, keys: [] }, engine);
  const textOf = (index: number): string => {
    const row = rows.columns[index];
    return row === undefined ? '' : namedColumn(row, engine, { check: checks.get(row.name) ?? null });
  };
  const after = (index: number): string => {
    const before = rows.columns[index - 1];
    return before === undefined ? 'FIRST' : `AFTER ${quoteIdentifier(before.name)}`;
  };
  // The server refuses to change what has a history unless it is told to leave that as it is.
  const keepsHistory = isVersioned(table) ? ['SET SESSION system_versioning_alter_history = KEEP'] : [];
  // The period of system versioning is made and dropped with it.
  const isPeriod = (index: number): boolean => /^row-/.test(columns[index]?.generation ?? '');
  const each = rows.columns.map((row, index) => {
    const column = columns[index];
    const isComputed = column?.generation === 'virtual' || column?.generation === 'stored';
    const drop = `DROP COLUMN ${quoteIdentifier(row.name)}`;
    const add = `ADD COLUMN ${textOf(index)} ${after(index)}`;
    return partOf(at, 'column', row.name, {
      shown: columnText(row, engine, { check: null }),
      compared: `${isComputed ? canonicalExpression(row.expression ?? '') : ''}${isWithoutHistory(row) ? ' no history' : ''}`,
      ...(column === undefined ? {} : { column }),
      make: isPeriod(index) ? null : [...keepsHistory, alter(at, add)],
      remove: isPeriod(index) ? null : [...keepsHistory, alter(at, drop)],
      // What is computed holds nothing of its own, and one kind cannot be made the other in place.
      changeInto: isPeriod(index)
        ? null
        : [...keepsHistory, alter(at, ...(isComputed ? [drop, add] : [`MODIFY COLUMN ${textOf(index)}`]))],
      note: isComputed
        ? 'The table may be rebuilt: look at its size first. An index or a constraint over the column is dropped with it, and stands here then.'
        : 'The table may be rebuilt: look at its size first. Then verify the table again; rows that the target lost a value of are found so.',
    });
  });
  const names = rows.columns.map(({ name }) => name);
  const order = partOf(at, 'column order', null, {
    ...{ shown: names.join(', '), compared: names.join('\n'), make: null, remove: null },
    changeInto: names.some((_, index) => isPeriod(index))
      ? null
      : [...keepsHistory, alter(at, ...names.map((_, index) => `MODIFY COLUMN ${textOf(index)} ${after(index)}`))],
    note: 'The table is rebuilt: look at its size first. Every column of the list must be there.',
  });
  return [...each, order];
}

function isVersioned({ kind }: DefinitionRows['table']): boolean {
  return /VERSIONED/i.test(kind);
}

function indexObjects(rows: DefinitionRows, engine: FamilyEngine, text: TableText | undefined): SchemaObject[] {
  const at = { db: rows.table.db, name: rows.table.name };
  const byName = new Map<string, KeyPartRow[]>();
  for (const row of rows.keys) byName.set(row.indexName, [...(byName.get(row.indexName) ?? []), row]);
  return [...byName].map(([name, parts]) => {
    // The catalog has the columns of a period in place of its name.
    const apart = text?.withoutOverlaps.get(name);
    const shown =
      apart === undefined ? indexText(parts, engine) : `${name === 'PRIMARY' ? '' : 'UNIQUE INDEX '}${apart}`;
    const isPrimary = name === 'PRIMARY';
    const add = isPrimary
      ? `ADD PRIMARY KEY ${shown}`
      : `ADD ${shown.replace(/\(/, () => `${quoteIdentifier(name)} (`)}`;
    const drop = isPrimary ? 'DROP PRIMARY KEY' : `DROP INDEX ${quoteIdentifier(name)}`;
    return partOf(at, isPrimary ? 'primary key' : 'index', isPrimary ? null : name, {
      ...{
        shown,
        compared: `${comparedIndex(parts)}${apart === undefined ? '' : ' WITHOUT OVERLAPS'}`,
        make: [alter(at, add)],
        remove: [alter(at, drop)],
      },
      // MariaDB takes an index that is dropped and made in one statement for the same, whatever of a period it holds.
      changeInto: text?.periods.size ? [alter(at, drop), alter(at, add)] : [alter(at, drop, add)],
      ...(isPrimary ? {} : useOf(at, name, parts[0]?.ignored === 'YES', engine)),
      isMinor: parts[0]?.nonUnique !== '0',
    });
  });
}

/** Whether the optimizer uses it, and what makes it so. MariaDB takes an index that is dropped and made in one statement for the same. */
function useOf(
  at: { db: string; name: string },
  index: string,
  isLeftAside: boolean,
  engine: FamilyEngine,
): Pick<SchemaObject, 'status' | 'setStatus'> {
  const words = { mariadb: ['IGNORED', 'NOT IGNORED'], mysql: ['INVISIBLE', 'VISIBLE'] }[engine];
  const word = words[isLeftAside ? 0 : 1];
  return { status: `${word}`, setStatus: [alter(at, `ALTER INDEX ${quoteIdentifier(index)} ${word}`)] };
}

/** `UNIQUE INDEX (a, b(10) DESC) USING HASH`, with its name to come before the first parenthesis. */
function indexText(parts: readonly KeyPartRow[], engine: FamilyEngine): string {
  const [first] = parts;
  if (first === undefined) return '';
  const { indexName, nonUnique, type, ignored, comment } = first;
  const list = parts.map(({ name, prefix, expression, direction }) => {
    const what = name === null ? `(${expressionText(expression, engine)})` : quoteIdentifier(name);
    // A spatial index has the length of its own as a prefix.
    const length = prefix === null || type === 'SPATIAL' ? '' : `(${prefix})`;
    return `${what}${length}${direction === 'D' ? ' DESC' : ''}`;
  });
  const leftAside = { mariadb: 'IGNORED', mysql: 'INVISIBLE' }[engine];
  const head = indexName === 'PRIMARY' ? '' : `${headOf(type, nonUnique === '0')} `;
  return [
    `${head}(${list.join(', ')})`,
    ...(type === 'HASH' || type === 'RTREE' ? [`USING ${type}`] : []),
    ...(ignored === 'YES' ? [leftAside] : []),
    ...(comment === '' ? [] : [`COMMENT '${comment.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`]),
  ].join(' ');
}

function headOf(type: string, isUnique: boolean): string {
  if (type === 'FULLTEXT' || type === 'SPATIAL') return `${type} INDEX`;
  return isUnique ? 'UNIQUE INDEX' : 'INDEX';
}

/** Comments do not count; a hash over long columns is how some versions keep a unique key over them. */
function comparedIndex(parts: readonly KeyPartRow[]): string {
  return parts
    .map(({ name, prefix, expression, direction, nonUnique, type }) =>
      [name?.toLowerCase() ?? canonicalExpression(expression), prefix, direction === 'D', nonUnique, type].join(' '),
    )
    .join(', ');
}
