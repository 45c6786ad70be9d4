import { engines } from '@cutover/databases';
import {
  quoteTable,
  readVisibleRights,
  routineRight,
  seesRoutines,
  type FamilyEngine,
  type VisibleRights,
} from '@cutover/databases/mysql-family';
import { grantStatement, suggestedFor, wholeDatabase } from '@cutover/databases/suggested-statements';
import type { TableSelection } from '../../../../../tables/table-selection.js';
import { giveRight } from '../../../../parity-area.js';
import type { SchemaKind, UnreadPart } from '../../schema-object.js';
import type { SideReader } from './side-reader.js';

/** Kinds that stand in a table. */
export const tableKinds: readonly SchemaKind[] = [
  ...(['table', 'storage engine', 'row format', 'default collation', 'system versioning', 'column'] as const),
  ...([
    'column order',
    'primary key',
    'index',
    'foreign key',
    'check',
    'period',
    'partitioning',
    'view',
    'sequence',
  ] as const),
];
/** Kinds that stand in a routine of the server. */
export const routineKinds: readonly SchemaKind[] = ['procedure', 'function', 'package', 'package body'];

/** One kind that the catalog hides from an account without a right. */
interface GuardedKind {
  kind: SchemaKind;
  /** As people read it. */
  what: string;
  /** Any of these on the database shows them. */
  oneOf: readonly string[];
  /** The one of them that is asked for: it opens the least. */
  asked: string;
  /**
   * What shows those of one table that is watched by itself: the same right on the table, or on the whole database only.
   * null: single tables have none of it.
   */
  ofTable: 'table' | 'database' | null;
}

/**
 * MariaDB takes any right that is about tables, and, beside SELECT, only rights on the whole database (sql_show.cc; tried on 10.11).
 * A right to columns or routines does not count.
 */
const aboutTables = [
  ...['SHOW VIEW', 'TRIGGER', 'SELECT', 'INSERT', 'UPDATE', 'DELETE', 'CREATE', 'DROP', 'REFERENCES', 'INDEX', 'ALTER'],
  ...['CREATE VIEW', 'DELETE HISTORY'],
];
const shared: readonly GuardedKind[] = [
  { kind: 'trigger', what: 'triggers', oneOf: ['TRIGGER'], asked: 'TRIGGER', ofTable: 'table' },
  { kind: 'event', what: 'events', oneOf: ['EVENT'], asked: 'EVENT', ofTable: null },
  { kind: 'view', what: 'definitions of views', oneOf: ['SHOW VIEW'], asked: 'SHOW VIEW', ofTable: null },
];

/** What the catalog hides without a word, and the right that shows it. A view without its text, and a foreign key without its rules, are seen to be hidden when they are read. */
const guardedKinds: Readonly<Record<FamilyEngine, readonly GuardedKind[]>> = {
  mariadb: [...shared, { kind: 'check', what: 'checks', oneOf: aboutTables, asked: 'SHOW VIEW', ofTable: 'database' }],
  mysql: shared,
};

/** What the account may not see on a side, and what it may. */
export interface Sight {
  rights: VisibleRights;
  hidden: UnreadPart[];
}

/**
 * What the account may not see on this side. The catalog says nothing of what it hides: taken for all there is, it would be a
 * trigger that is missing, or, worse, one that nobody misses.
 */
export async function readSight(reader: SideReader, selection: TableSelection): Promise<Sight> {
  const { connection, counted, engine } = reader;
  const identity = connection.identity();
  const tables = [...selection.tables].flatMap(([database, names]) => names.map((name) => ({ database, name })));
  const unseen =
    identity === null
      ? []
      : await engines[connection.engine].hiddenParts(counted, identity, {
          ...{ rds: connection.rds, databases: selection.databases, tables },
        });
  const rights = await readVisibleRights(counted, engine, {});
  const hidden: UnreadPart[] = [
    ...unseen.map(({ name, grant }): UnreadPart => {
      const database = selection.databases.includes(name) ? name : (name.split('.')[0] ?? name);
      return {
        what: name,
        kinds: [...tableKinds, 'database'],
        database,
        // The rest of its database is seen.
        ...(selection.databases.includes(name) ? {} : { object: name }),
        reason: 'the account may not read it',
        ...lacking(grant),
      };
    }),
    ...selection.databases.flatMap((database) => hiddenInDatabase(reader, rights, database)),
    ...tables.flatMap((table) => hiddenOfTable(reader, rights, table)),
    ...(selection.databases.length === 0 || seesRoutines[engine](rights, selection.databases)
      ? []
      : [hiddenRoutines(grantOf(reader, routineRight[engine]))]),
  ];
  return { rights, hidden: withoutRepeats(hidden) };
}

function hiddenInDatabase(reader: SideReader, rights: VisibleRights, database: string): UnreadPart[] {
  return guardedKinds[reader.engine]
    .filter(({ oneOf }) => !oneOf.some((right) => rights.onDatabase(right, database)))
    .map(({ kind, what, asked }) => ({
      ...{ what: `${what} of ${database}`, kinds: [kind], database },
      reason: `the catalog hides them from an account without the right ${asked}`,
      ...lacking(wholeDatabaseGrant(reader, rights, database)),
    }));
}

function hiddenOfTable(
  reader: SideReader,
  rights: VisibleRights,
  { database, name }: { database: string; name: string },
): UnreadPart[] {
  return guardedKinds[reader.engine].flatMap(({ kind, what, oneOf, asked, ofTable }): UnreadPart[] => {
    if (ofTable === null) return [];
    const isSeen = oneOf.some((right) =>
      ofTable === 'table' ? rights.onTable(right, database, name) : rights.onDatabase(right, database),
    );
    if (isSeen) return [];
    return [
      ofTable === 'table'
        ? {
            ...{ what: `${what} of ${database}.${name}`, kinds: [kind], database, object: `${database}.${name}` },
            reason: 'the catalog hides them from an account without the right',
            ...lacking(grantOf(reader, `${asked} ON ${quoteTable(database, name)}`)),
          }
        : {
            ...{ what: `${what} of tables in ${database}`, kinds: [kind], database },
            reason: 'the catalog hides them from an account that has rights on single tables only',
            ...lacking(databaseGrant(reader, rights, database, [asked])),
          },
    ];
  });
}

/** Several tables of a database need one right on it, and it is told once. */
function withoutRepeats(parts: readonly UnreadPart[]): UnreadPart[] {
  return [...new Map(parts.map((part) => [part.what, part])).values()];
}

/** What gives all that is needed of a whole database at once. */
export function wholeDatabaseGrant(reader: SideReader, rights: VisibleRights, database: string): string {
  return databaseGrant(reader, rights, database, ['SHOW VIEW', 'TRIGGER', 'EVENT']);
}

/** With the rights that a pattern gives: a server takes the closest grant alone, so that the new one would take them away. */
export function databaseGrant(
  reader: SideReader,
  rights: VisibleRights,
  database: string,
  wanted: readonly string[],
): string {
  const all = [...new Set([...rights.byPattern(database), ...wanted])];
  return grantOf(reader, `${all.join(', ')} ON ${wholeDatabase(database)}`);
}

/** What to do where a right is missing. */
export function lacking(statement: string): Pick<UnreadPart, 'action' | 'grants'> {
  return { action: giveRight, grants: [statement] };
}

/** The statement that gives our account a right: `SELECT ON db.*`. */
export function grantOf({ connection }: SideReader, right: string): string {
  return grantStatement(right, suggestedFor(connection));
}

export function hiddenRoutines(statement: string): UnreadPart {
  return {
    ...{ what: 'procedures and functions', kinds: routineKinds, database: null, ...lacking(statement) },
    reason: 'the catalog hides their bodies, or them, from an account without the right',
  };
}
