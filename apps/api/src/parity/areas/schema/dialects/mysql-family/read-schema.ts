import { printTableName } from '@cutover/databases';
import { grantStatement, suggestedFor } from '@cutover/databases/suggested-statements';
import {
  readDefinitionRows,
  type DefinitionRows,
} from '../../../../../tables/dialects/mysql-family/read-definition.js';
import type { TableSelection } from '../../../../../tables/table-selection.js';
import type { SchemaDialect } from '../../schema-dialect.js';
import type { SchemaCounter, SchemaObject } from '../../schema-object.js';
import { namedColumn } from './column-text.js';
import { codeRights, hiddenRoutines, readHiddenKinds, routineRight, tableKinds } from './hidden-kinds.js';
import { giveRight } from '../../../../parity-area.js';
import { alter } from './object-of.js';
import { counterOf } from './objects/auto-increment.js';
import {
  checkObjects,
  checksSelect,
  foreignKeyObjects,
  foreignKeysRest,
  foreignKeysSelect,
  rulesSelect,
  type CheckRow,
  type ForeignKeyRow,
  type RuleRow,
} from './objects/constraints.js';
import { databaseObjects, databasesSelect, type DatabaseRow } from './objects/databases.js';
import { eventObjects, eventsSelect, type EventRow } from './objects/events.js';
import { partitioningObjects, partitionsRest, partitionsSelect, type PartitionRow } from './objects/partitioning.js';
import {
  parametersRest,
  parametersSelect,
  routineObjects,
  routinesSelect,
  type ParameterRow,
  type RoutineRow,
} from './objects/routines.js';
import { sequenceObjects, sequencesAtOnce, sequencesStatement, type SequenceRow } from './objects/sequences.js';
import { tableObjects } from './objects/table-objects.js';
import { triggerObjects, triggersSelect, type TriggerRow } from './objects/triggers.js';
import { viewObjects, viewsSelect, type ViewRow } from './objects/views.js';
import { SideReader } from './side-reader.js';
import { ofDatabases, ofTables } from './watched-scope.js';

/** What the parts of a reading add. */
interface Found {
  objects: SchemaObject[];
  counters: SchemaCounter[];
}

/** MariaDB and MySQL: some fifteen statements, whatever the number of tables. */
export const mysqlFamilySchema: SchemaDialect = {
  read: async (connection, selection, bounds) => {
    const reader = new SideReader(connection, bounds);
    const hidden = await reader.attempt('rights of the account', [...tableKinds, ...codeKinds], () =>
      readHiddenKinds(reader, selection),
    );
    // One after the other: it is never urgent, and the pool is small.
    const parts: Found[] = [
      await readTables(reader, selection),
      { objects: await readDatabases(reader, selection), counters: [] },
      { objects: await readForeignKeys(reader, selection), counters: [] },
      { objects: await readPartitioning(reader, selection), counters: [] },
      { objects: await readViews(reader, selection), counters: [] },
      { objects: await readTriggers(reader, selection), counters: [] },
      { objects: await readRoutines(reader, selection), counters: [] },
      { objects: await readEvents(reader, selection), counters: [] },
    ];
    return {
      objects: parts.flatMap(({ objects }) => objects),
      counters: parts.flatMap(({ counters }) => counters),
      unread: [...(hidden ?? []), ...reader.unread],
      statements: reader.statements,
    };
  },
};

const codeKinds = ['trigger', 'procedure', 'function', 'event', 'database'] as const;

/** Tables with their columns, indexes and checks, and what gives out numbers. */
async function readTables(reader: SideReader, selection: TableSelection): Promise<Found> {
  const { engine } = reader;
  const read = await reader.attempt('tables, columns and indexes', [...tableKinds], () =>
    readDefinitionRows(reader.counted, selection, {}),
  );
  if (read === null) return { objects: [], counters: [] };
  const isOf = ({ db, name }: { db: string; name: string }): boolean => selection.includes(db, name);
  const checks = await reader.attempt('checks', ['check'], async () => {
    const { select, ...columns } = checksSelect[engine];
    return (await reader.rows<CheckRow>(ofTables(select, selection, columns))).filter(isOf);
  });
  const ofColumns = columnChecksOf(checks ?? []);
  const rows = [...read.values()];
  const tables = rows.filter(({ table }) => !/VIEW|SEQUENCE/i.test(table.kind));
  const sequences = await readSequences(reader, rows);
  const changeColumn = (id: string, column: string): { withCheck: string; without: string } | null => {
    const found = read.get(id);
    const row = found?.columns.find(({ name }) => name === column);
    if (found === undefined || row === undefined) return null;
    const change = (check: string | null): string =>
      alter({ db: row.db, name: row.tableName }, `MODIFY COLUMN ${namedColumn(row, engine, { check })}`);
    return { withCheck: change(ofColumns.get(id)?.get(column) ?? null), without: change(null) };
  };
  return {
    objects: [
      ...tables.flatMap((each) => tableObjects(each, engine, ofColumns.get(idOf(each)) ?? new Map())),
      ...checkObjects(checks ?? [], engine, changeColumn),
      ...sequences.objects,
    ],
    counters: [
      ...tables.map((each) => counterOf(each, engine)).filter((counter) => counter !== null),
      ...sequences.counters,
    ],
  };
}

/** Table to the checks of its columns. */
function columnChecksOf(checks: readonly CheckRow[]): Map<string, Map<string, string>> {
  const found = new Map<string, Map<string, string>>();
  for (const { db, name, constraintName, level, clause } of checks) {
    if (!/^column$/i.test(level)) continue;
    const id = printTableName({ database: db, name });
    found.set(id, (found.get(id) ?? new Map<string, string>()).set(constraintName, clause));
  }
  return found;
}

function idOf({ table }: DefinitionRows): string {
  return printTableName({ database: table.db, name: table.name });
}

async function readSequences(reader: SideReader, rows: readonly DefinitionRows[]): Promise<Found> {
  const names = rows
    .filter(({ table }) => /SEQUENCE/i.test(table.kind))
    .map(({ table }) => ({ db: table.db, name: table.name }));
  const read = await reader.attempt('sequences', ['sequence'], async () => {
    const all: SequenceRow[] = [];
    for (let start = 0; start < names.length; start += sequencesAtOnce) {
      const sql = sequencesStatement(names.slice(start, start + sequencesAtOnce));
      all.push(...(await reader.rows<SequenceRow>({ sql, params: [] })));
    }
    return all;
  });
  return sequenceObjects(read ?? []);
}

async function readDatabases(reader: SideReader, selection: TableSelection): Promise<SchemaObject[]> {
  const rows = await reader.attempt('databases', ['database'], () =>
    reader.rows<DatabaseRow>(ofDatabases(databasesSelect, selection, 'SCHEMA_NAME')),
  );
  return databaseObjects(rows ?? []);
}

async function readForeignKeys(reader: SideReader, selection: TableSelection): Promise<SchemaObject[]> {
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
  if (read?.areRulesHidden)
    reader.unread.push({
      ...{ what: 'rules of foreign keys', kinds: ['foreign key'], database: null },
      reason: 'the catalog hides ON DELETE and ON UPDATE from an account that may only read',
      action: giveRight,
      grants: selection.databases.map((database) =>
        grantStatement(codeRights(database), suggestedFor(reader.connection)),
      ),
    });
  return read?.objects ?? [];
}

async function readPartitioning(reader: SideReader, selection: TableSelection): Promise<SchemaObject[]> {
  const columns = { database: 'TABLE_SCHEMA', table: 'TABLE_NAME' };
  const rows = await reader.attempt('partitions', ['partitioning'], () =>
    reader.rows<PartitionRow>(ofTables(partitionsSelect, selection, columns, partitionsRest)),
  );
  return partitioningObjects((rows ?? []).filter(({ db, name }) => selection.includes(db, name)));
}

async function readViews(reader: SideReader, selection: TableSelection): Promise<SchemaObject[]> {
  const rows = await reader.attempt('views', ['view'], () =>
    reader.rows<ViewRow>(ofDatabases(viewsSelect[reader.engine], selection, 'TABLE_SCHEMA')),
  );
  // That the right is missing is told by readHiddenKinds; a view without a definition is then no object.
  return viewObjects((rows ?? []).filter(({ db, name }) => selection.includes(db, name)));
}

async function readTriggers(reader: SideReader, selection: TableSelection): Promise<SchemaObject[]> {
  const columns = { database: 'EVENT_OBJECT_SCHEMA', table: 'EVENT_OBJECT_TABLE' };
  const rows = await reader.attempt('triggers', ['trigger'], () =>
    reader.rows<TriggerRow>(ofTables(triggersSelect, selection, columns)),
  );
  return triggerObjects((rows ?? []).filter(({ db, tableName }) => selection.includes(db, tableName)));
}

async function readRoutines(reader: SideReader, selection: TableSelection): Promise<SchemaObject[]> {
  const read = await reader.attempt('procedures and functions', ['procedure', 'function'], async () => {
    const routines = await reader.rows<RoutineRow>(ofDatabases(routinesSelect, selection, 'ROUTINE_SCHEMA'));
    const parameters = await reader.rows<ParameterRow>(
      ofDatabases(parametersSelect, selection, 'SPECIFIC_SCHEMA', parametersRest),
    );
    return routineObjects(routines, parameters);
  });
  if (read?.hasHidden)
    reader.unread.push(hiddenRoutines(grantStatement(routineRight[reader.engine], suggestedFor(reader.connection))));
  return read?.objects ?? [];
}

async function readEvents(reader: SideReader, selection: TableSelection): Promise<SchemaObject[]> {
  const rows = await reader.attempt('events', ['event'], () =>
    reader.rows<EventRow>(ofDatabases(eventsSelect, selection, 'EVENT_SCHEMA')),
  );
  return eventObjects(rows ?? []);
}
