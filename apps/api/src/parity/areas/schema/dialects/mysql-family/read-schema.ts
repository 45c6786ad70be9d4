import { printTableName } from '@cutover/databases';
import { quoteTable, routineRight, type VisibleRights } from '@cutover/databases/mysql-family';
import { unloggedScript } from '@cutover/databases/suggested-statements';
import type { TableSelection } from '../../../../../tables/table-selection.js';
import type { SchemaDialect } from '../../schema-dialect.js';
import type { SchemaObject } from '../../schema-object.js';
import {
  databaseGrant,
  grantOf,
  hiddenRoutines,
  lacking,
  readSight,
  routineKinds,
  tableKinds,
  wholeDatabaseGrant,
} from './hidden-kinds.js';
import {
  foreignKeyObjects,
  foreignKeysRest,
  foreignKeysSelect,
  rulesSelect,
  type ForeignKeyRow,
  type RuleRow,
} from './objects/constraints.js';
import { databaseObjects, databasesSelect, type DatabaseRow } from './objects/databases.js';
import { eventObjects, eventsSelect, type EventRow } from './objects/events.js';
import {
  parametersRest,
  parametersSelect,
  routineObjects,
  routinesSelect,
  type ParameterRow,
  type RoutineRow,
} from './objects/routines.js';
import { triggerObjects, triggersSelect, type TriggerRow } from './objects/triggers.js';
import { viewObjects, viewsSelect, type ViewRow } from './objects/views.js';
import { readTables, type Found } from './read-tables.js';
import { SideReader } from './side-reader.js';
import { ofDatabases, ofTables } from './watched-scope.js';

/** MariaDB and MySQL: some fifteen statements, whatever the number of tables. */
export const mysqlFamilySchema: SchemaDialect = {
  script: unloggedScript,
  read: async (connection, selection, bounds) => {
    const reader = new SideReader(connection, bounds);
    const sight = await reader.attempt('rights of the account', [...tableKinds, ...codeKinds], () =>
      readSight(reader, selection),
    );
    const rights = sight?.rights ?? null;
    // One after the other: it is never urgent, and the pool is small.
    const parts: Found[] = [
      await readTables(reader, selection),
      { objects: await readDatabases(reader, selection), counters: [] },
      { objects: await readForeignKeys(reader, selection, rights), counters: [] },
      { objects: await readViews(reader, selection, rights), counters: [] },
      { objects: await readTriggers(reader, selection), counters: [] },
      { objects: await readRoutines(reader, selection), counters: [] },
      { objects: await readEvents(reader, selection), counters: [] },
    ];
    return {
      objects: parts.flatMap(({ objects }) => objects),
      counters: parts.flatMap(({ counters }) => counters),
      unread: [...(sight?.hidden ?? []), ...reader.unread],
      statements: reader.statements,
    };
  },
};

const codeKinds = ['trigger', ...routineKinds, 'event', 'database'] as const;

async function readDatabases(reader: SideReader, selection: TableSelection): Promise<SchemaObject[]> {
  const rows = await reader.attempt('databases', ['database'], () =>
    reader.rows<DatabaseRow>(ofDatabases(databasesSelect, selection, 'SCHEMA_NAME')),
  );
  return databaseObjects(rows ?? []);
}

/** `rights`: null where they could not be read, and nothing is said of tables then. */
async function readForeignKeys(
  reader: SideReader,
  selection: TableSelection,
  rights: VisibleRights | null,
): Promise<SchemaObject[]> {
  const columns = { database: 'TABLE_SCHEMA', table: 'TABLE_NAME' };
  const ofRules = { database: 'CONSTRAINT_SCHEMA', table: 'TABLE_NAME' };
  const read = await reader.attempt('foreign keys', ['foreign key'], async () => {
    const keys = await reader.rows<ForeignKeyRow>(ofTables(foreignKeysSelect, selection, columns, foreignKeysRest));
    const rules = await reader.rows<RuleRow>(ofTables(rulesSelect, selection, ofRules));
    return foreignKeyObjects(
      keys.filter(({ db, name }) => selection.includes(db, name)),
      rules,
    );
  });
  for (const database of read?.hiddenIn ?? []) {
    if (rights === null) break;
    reader.unread.push({
      ...{ what: `rules of foreign keys of ${database}`, kinds: ['foreign key'], database },
      reason: 'the catalog hides ON DELETE and ON UPDATE from an account that may only read',
      ...lacking(
        selection.databases.includes(database)
          ? wholeDatabaseGrant(reader, rights, database)
          : databaseGrant(reader, rights, database, ['SHOW VIEW']),
      ),
    });
  }
  return read?.objects ?? [];
}

async function readViews(
  reader: SideReader,
  selection: TableSelection,
  rights: VisibleRights | null,
): Promise<SchemaObject[]> {
  const columns = { database: 'TABLE_SCHEMA', table: 'TABLE_NAME' };
  const read = await reader.attempt('views', ['view'], () =>
    reader.rows<ViewRow>(ofTables(viewsSelect[reader.engine], selection, columns)),
  );
  const rows = (read ?? []).filter(({ db, name }) => selection.includes(db, name));
  // Of a database that is watched whole and hides all of them, readSight has told.
  const isTold = (db: string): boolean =>
    rights === null || (selection.databases.includes(db) && !rights.onDatabase('SHOW VIEW', db));
  for (const { db, name, definition } of rows)
    if (definition === '' && !isTold(db)) {
      const object = printTableName({ database: db, name });
      reader.unread.push({
        ...{ what: `definition of view ${object}`, kinds: ['view'], database: db, object },
        reason: 'the catalog hides it from an account without the right SHOW VIEW on it',
        ...lacking(grantOf(reader, `SELECT, SHOW VIEW ON ${quoteTable(db, name)}`)),
      });
    }
  return viewObjects(rows);
}

async function readTriggers(reader: SideReader, selection: TableSelection): Promise<SchemaObject[]> {
  const columns = { database: 'EVENT_OBJECT_SCHEMA', table: 'EVENT_OBJECT_TABLE' };
  const rows = await reader.attempt('triggers', ['trigger'], () =>
    reader.rows<TriggerRow>(ofTables(triggersSelect, selection, columns)),
  );
  return triggerObjects((rows ?? []).filter(({ db, tableName }) => selection.includes(db, tableName)));
}

async function readRoutines(reader: SideReader, selection: TableSelection): Promise<SchemaObject[]> {
  const read = await reader.attempt('procedures and functions', routineKinds, async () => {
    const routines = await reader.rows<RoutineRow>(ofDatabases(routinesSelect, selection, 'ROUTINE_SCHEMA'));
    const parameters = await reader.rows<ParameterRow>(
      ofDatabases(parametersSelect, selection, 'SPECIFIC_SCHEMA', parametersRest),
    );
    return routineObjects(routines, parameters);
  });
  if (read?.hasHidden) reader.unread.push(hiddenRoutines(grantOf(reader, routineRight[reader.engine])));
  return read?.objects ?? [];
}

async function readEvents(reader: SideReader, selection: TableSelection): Promise<SchemaObject[]> {
  const rows = await reader.attempt('events', ['event'], () =>
    reader.rows<EventRow>(ofDatabases(eventsSelect, selection, 'EVENT_SCHEMA')),
  );
  return eventObjects(rows ?? []);
}
