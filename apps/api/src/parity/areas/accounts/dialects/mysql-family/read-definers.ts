import { readVisibleRights, type FamilyEngine, type VisibleRights } from '@cutover/databases/mysql-family';
import { grantStatement, suggestedFor, wholeDatabase } from '@cutover/databases/suggested-statements';
import type { DefinedObject } from '../../account.js';
import { giveRight } from '../../../../parity-area.js';
import type { AccountsQuestion, Told, Unread } from '../../accounts-dialect.js';
import { accountKey } from './account-text.js';
import { text } from './grant-tables.js';
import { readParts, type Row } from './read-parts.js';

/** Of triggers by the database of their table, which is their own: MariaDB would look through every database for TRIGGER_SCHEMA. */
const statement = `
  SELECT 'view' AS kind, TABLE_SCHEMA AS databaseName, TABLE_NAME AS name, DEFINER AS definer
  FROM information_schema.VIEWS WHERE TABLE_SCHEMA IN (?)
  UNION ALL SELECT 'trigger', TRIGGER_SCHEMA, TRIGGER_NAME, DEFINER FROM information_schema.TRIGGERS WHERE EVENT_OBJECT_SCHEMA IN (?)
  UNION ALL SELECT 'event', EVENT_SCHEMA, EVENT_NAME, DEFINER FROM information_schema.EVENTS WHERE EVENT_SCHEMA IN (?)
  UNION ALL SELECT LOWER(ROUTINE_TYPE), ROUTINE_SCHEMA, ROUTINE_NAME, DEFINER FROM information_schema.ROUTINES
  WHERE ROUTINE_SCHEMA IN (?)`;

/** What shows all objects of a kind; the catalog hides the others without a word. */
interface Sight {
  objects: string;
  /** One of these on the database, or on everything. */
  oneOf: readonly string[];
  /** Or this one, on what it says. */
  or?: { on: string; privilege: string };
  /** The right that is asked for, and on what: `TRIGGER`, `db.*`. */
  right: string;
  on(database: string): string;
}

const onDatabase = (privilege: string, objects: string): Sight => ({
  ...{ objects, oneOf: [privilege] },
  right: privilege,
  on: wholeDatabase,
});

const both = [onDatabase('SHOW VIEW', 'views'), onDatabase('TRIGGER', 'triggers'), onDatabase('EVENT', 'events')];
const routines: Pick<Sight, 'objects' | 'oneOf'> = {
  ...{ objects: 'routines', oneOf: ['EXECUTE', 'CREATE ROUTINE', 'ALTER ROUTINE'] },
};

const sights: Readonly<Record<FamilyEngine, readonly Sight[]>> = {
  mariadb: [
    ...both,
    {
      ...routines,
      or: { on: '`mysql`.`proc`', privilege: 'SELECT' },
      ...{ right: 'SELECT', on: () => '`mysql`.`proc`' },
    },
  ],
  mysql: [
    ...both,
    { ...routines, or: { on: '*.*', privilege: 'SHOW_ROUTINE' }, right: 'SHOW_ROUTINE', on: () => '*.*' },
  ],
};

/** Objects in watched databases with their definers, and what of them the account may not be shown. */
export async function definersOf(
  engine: FamilyEngine,
  question: AccountsQuestion,
): Promise<Told<readonly DefinedObject[]>> {
  const { server, watched } = question;
  const databases = [...new Set([...watched.databases, ...watched.tables.map(({ database }) => database)])];
  if (databases.length === 0) return { told: [], unread: [], statements: 0 };
  const part = { sql: statement, params: Array(4).fill(databases), rights: [] };
  const read = await readParts(question, { definers: part }, 'definers');
  if (read.told === null) return { ...read, told: [] };
  const rights = await readVisibleRights(server, engine, question.bounds);
  const hidden = databases.flatMap((database) =>
    sights[engine].filter((sight) => !sees(sight, database, rights)).map((sight) => ({ sight, database })),
  );
  return {
    told: read.told.definers.map(objectOf),
    unread: hiddenParts(hidden, rights, question),
    statements: read.statements + statementsOfRights[engine],
  };
}

function objectOf(row: Row): DefinedObject {
  const definer = text(row['definer']);
  const at = definer.lastIndexOf('@');
  return {
    ...{ kind: text(row['kind']), database: text(row['databaseName']), name: text(row['name']) },
    definer: at < 0 ? definer : accountKey(definer.slice(0, at), definer.slice(at + 1)),
  };
}

/** What readVisibleRights asks: MySQL for the roles in use first. */
const statementsOfRights: Readonly<Record<FamilyEngine, number>> = { mariadb: 1, mysql: 2 };

function sees({ oneOf, or }: Sight, database: string, rights: VisibleRights): boolean {
  if (or?.on === '*.*' && rights.everywhere(or.privilege)) return true;
  if (or !== undefined && or.on !== '*.*' && rights.onTable(or.privilege, 'mysql', 'proc')) return true;
  return oneOf.some((privilege) => rights.onDatabase(privilege, database));
}

function hiddenParts(
  hidden: readonly { sight: Sight; database: string }[],
  held: VisibleRights,
  { server }: AccountsQuestion,
): Unread[] {
  if (hidden.length === 0) return [];
  const parts = hidden.map(({ sight, database }) => `${sight.objects} in ${database}`);
  // One statement for all that is asked for on the same object, with what a pattern gives there: it would take that away.
  const rights = new Map<string, Set<string>>();
  for (const { sight, database } of hidden) {
    const on = sight.on(database);
    const kept = on === wholeDatabase(database) ? held.byPattern(database) : [];
    rights.set(on, (rights.get(on) ?? new Set(kept)).add(sight.right));
  }
  const grants = [...rights].map(([on, all]) =>
    grantStatement(`${[...all].join(', ')} ON ${on}`, suggestedFor(server)),
  );
  return [
    {
      ...{ what: 'definers', side: server.role, blocks: true },
      reason: `The account may not see all ${parts.join(', ')}.`,
      ...{ action: giveRight, grants },
    },
  ];
}
