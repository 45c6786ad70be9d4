import { engines } from '@cutover/databases';
import { quoteTable, readVisibleRights, type FamilyEngine, type VisibleRights } from '@cutover/databases/mysql-family';
import { grantStatement, suggestedFor, wholeDatabase } from '@cutover/databases/suggested-statements';
import type { TableSelection } from '../../../../../tables/table-selection.js';
import { giveRight } from '../../../../parity-area.js';
import type { SchemaKind, UnreadPart } from '../../schema-object.js';
import type { SideReader } from './side-reader.js';

/** Kinds that stand in a table. */
export const tableKinds: readonly SchemaKind[] = [
  ...(['table', 'storage engine', 'row format', 'default collation', 'system versioning', 'column'] as const),
  ...(['column order', 'primary key', 'index', 'foreign key', 'check', 'partitioning', 'view', 'sequence'] as const),
];

const hides = 'the catalog hides them from an account without the right';

/**
 * What the account may not see on this side. The catalog says nothing of what it hides: taken for all there is, it would be a
 * trigger that is missing, or, worse, one that nobody misses.
 */
export async function readHiddenKinds(reader: SideReader, selection: TableSelection): Promise<UnreadPart[]> {
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
  const grant = (right: string): string => grantStatement(right, suggestedFor(connection));
  return [
    ...unseen.map(({ name, grant }): UnreadPart => {
      const database = selection.databases.includes(name) ? name : (name.split('.')[0] ?? name);
      return {
        what: name,
        kinds: [...tableKinds, 'database'],
        database,
        reason: 'the account may not read it',
        ...{ action: giveRight, grants: [grant] },
      };
    }),
    ...selection.databases.flatMap((database) => hiddenInDatabase(rights, database, grant(codeRights(database)))),
    ...tables
      .filter(({ database, name }) => !rights.onTable('TRIGGER', database, name))
      .map(({ database, name }): UnreadPart => {
        const grants = [grant(`TRIGGER ON ${quoteTable(database, name)}`)];
        const what = `triggers of ${database}.${name}`;
        return { what, kinds: ['trigger'], database, reason: hides, action: giveRight, grants };
      }),
    ...(selection.databases.length === 0 || seesRoutines[engine](rights, selection.databases)
      ? []
      : [hiddenRoutines(grant(routineRight[engine]))]),
  ];
}

/** All that is needed of a database beside SELECT, so that one statement gives it. */
export function codeRights(database: string): string {
  return `SHOW VIEW, TRIGGER, EVENT ON ${wholeDatabase(database)}`;
}

function hiddenInDatabase(rights: VisibleRights, database: string, statement: string): UnreadPart[] {
  const part = (right: string, what: string, kind: SchemaKind): UnreadPart[] =>
    rights.onDatabase(right, database)
      ? []
      : [
          {
            ...{ what: `${what} of ${database}`, kinds: [kind], database, reason: `${hides} ${right}` },
            ...{ action: giveRight, grants: [statement] },
          },
        ];
  return [
    ...part('TRIGGER', 'triggers', 'trigger'),
    ...part('EVENT', 'events', 'event'),
    ...part('SHOW VIEW', 'definitions of views', 'view'),
  ];
}

/** Source: MariaDB manual, ROUTINES table (mysql.proc; SHOW CREATE ROUTINE from 11.3); MySQL manual, SHOW_ROUTINE. */
export const routineRight: Record<FamilyEngine, string> = {
  mariadb: 'SELECT ON `mysql`.`proc`',
  mysql: 'SHOW_ROUTINE ON *.*',
};

const seesRoutines: Record<FamilyEngine, (rights: VisibleRights, databases: readonly string[]) => boolean> = {
  mariadb: (rights, databases) =>
    rights.onTable('SELECT', 'mysql', 'proc') ||
    databases.every((database) => rights.onDatabase('SHOW CREATE ROUTINE', database)),
  mysql: (rights) => rights.everywhere('SHOW_ROUTINE') || rights.everywhere('SELECT'),
};

export function hiddenRoutines(statement: string): UnreadPart {
  return {
    ...{ what: 'procedures and functions', kinds: ['procedure', 'function'], database: null },
    ...{ action: giveRight, grants: [statement] },
    reason: 'the catalog hides their bodies, or them, from an account without the right',
  };
}
