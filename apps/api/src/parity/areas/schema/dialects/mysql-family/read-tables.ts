import { printTableName } from '@cutover/databases';
import { quoteTable, type FamilyEngine } from '@cutover/databases/mysql-family';
import {
  readDefinitionRows,
  type DefinitionRows,
} from '../../../../../tables/dialects/mysql-family/read-definition.js';
import type { ColumnRow } from '../../../../../tables/dialects/mysql-family/definition-statements.js';
import type { TableSelection } from '../../../../../tables/table-selection.js';
import type { SchemaCounter, SchemaKind, SchemaObject } from '../../schema-object.js';
import { namedColumn } from './column-text.js';
import { tableKinds } from './hidden-kinds.js';
import { alter } from './object-of.js';
import { counterOf } from './objects/auto-increment.js';
import { checkObjects, checksSelect, type CheckRow } from './objects/constraints.js';
import {
  defaultBytesStatement,
  defaultsAtOnce,
  hasDoubtfulDefault,
  withDefault,
  type DefaultBytes,
} from './objects/default-bytes.js';
import {
  isDividedByKey,
  partitioningObjects,
  partitionsRest,
  partitionsSelect,
  type PartitionRow,
} from './objects/partitioning.js';
import { sequenceObjects, sequencesAtOnce, sequencesStatement, type SequenceRow } from './objects/sequences.js';
import { tableObjects } from './objects/table-objects.js';
import { tableTextOf, type TableText } from './objects/table-text.js';
import type { SideReader } from './side-reader.js';
import { ofTables } from './watched-scope.js';

/** What the parts of a reading add. */
export interface Found {
  objects: SchemaObject[];
  counters: SchemaCounter[];
}

const byTable = { database: 'TABLE_SCHEMA', table: 'TABLE_NAME' };

/** Tables with their columns, indexes, checks and partitions, and what gives out numbers. */
export async function readTables(reader: SideReader, selection: TableSelection): Promise<Found> {
  const { engine } = reader;
  const read = await reader.attempt('tables, columns and indexes', [...tableKinds], () =>
    readDefinitionRows(reader.counted, selection, {}),
  );
  if (read === null) return { objects: [], counters: [] };
  const isOf = ({ db, name }: { db: string; name: string }): boolean => selection.includes(db, name);
  const checks = await reader.attempt('checks', ['check', 'period'], async () => {
    const { select, ...columns } = checksSelect[engine];
    return (await reader.rows<CheckRow>(ofTables(select, selection, columns))).filter(isOf);
  });
  const partitions = await reader.attempt('partitions', ['partitioning'], async () =>
    (await reader.rows<PartitionRow>(ofTables(partitionsSelect, selection, byTable, partitionsRest))).filter(isOf),
  );
  const rows = await withWholeDefaults(
    reader,
    [...read.values()].filter((each) => isReadable(reader, each)),
  );
  const byId = new Map(rows.map((each) => [idOf(each.table), each]));
  const texts = await readTexts(reader, textCandidates(checks ?? [], partitions ?? [], engine));
  const isPeriod = ({ constraintName, ...at }: CheckRow): boolean =>
    texts.get(idOf(at))?.periods.has(constraintName) === true;
  const ofColumns = columnChecksOf(checks ?? []);
  const tables = rows.filter(({ table }) => !/VIEW|SEQUENCE/i.test(table.kind));
  const sequences = await readSequences(reader, rows);
  const changeColumn = (id: string, column: string): { withCheck: string; without: string } | null => {
    const row = byId.get(id)?.columns.find(({ name }) => name === column);
    if (row === undefined) return null;
    const change = (check: string | null): string =>
      alter({ db: row.db, name: row.tableName }, `MODIFY COLUMN ${namedColumn(row, engine, { check })}`);
    return { withCheck: change(ofColumns.get(id)?.get(column) ?? null), without: change(null) };
  };
  return {
    objects: [
      ...tables.flatMap((each) => {
        const id = idOf(each.table);
        return tableObjects(each, engine, ofColumns.get(id) ?? new Map(), texts.get(id));
      }),
      ...checkObjects(
        (checks ?? []).filter((check) => !isPeriod(check)),
        engine,
        changeColumn,
      ),
      ...partitioningObjects(partitions ?? [], (row) => texts.get(idOf(row))),
      ...sequences.objects,
    ],
    counters: [
      ...tables.map((each) => counterOf(each, engine)).filter((counter) => counter !== null),
      ...sequences.counters,
    ],
  };
}

/** Storage engines of whose tables the catalog tells all that counts. Another one may keep where its rows are in a text of its own. */
const toldEngines = /^(?:InnoDB|MyISAM|Aria|MEMORY|ARCHIVE|CSV|BLACKHOLE|ROCKSDB|ndbcluster|Columnstore)$/i;

/** What of a table is read by its own text. */
const textKinds: readonly SchemaKind[] = ['partitioning', 'primary key', 'index', 'check', 'period'];

/** Whether the catalog describes the table; else the reason is kept. A view and a sequence are read elsewhere. */
function isReadable(reader: SideReader, { table, columns }: DefinitionRows): boolean {
  if (/VIEW|SEQUENCE/i.test(table.kind)) return true;
  const { engine, db } = table;
  const object = idOf(table);
  const by = quoteTable(db, table.name);
  if (engine === null || columns.length === 0) {
    reader.unread.push({
      ...{ what: `table ${object}`, kinds: tableKinds, database: db, object },
      reason: 'the server cannot open it',
      action: `Run CHECK TABLE ${by}; on the ${reader.connection.role}: it says why. Mend the table, or drop it on both sides.`,
    });
    return false;
  }
  if (!toldEngines.test(engine))
    reader.unread.push({
      ...{ what: `options of table ${object}`, kinds: [], database: db, object },
      reason: `what a table of ${engine} reads or keeps stands in options that are not compared`,
      action: `Compare SHOW CREATE TABLE ${by}; of both sides by hand.`,
    });
  return true;
}

/** The definitions with the defaults that the catalog cannot print. */
async function withWholeDefaults(reader: SideReader, rows: readonly DefinitionRows[]): Promise<DefinitionRows[]> {
  const doubtful = rows.flatMap(({ table, columns }) =>
    table.kind.endsWith('VIEW') ? [] : columns.filter(hasDoubtfulDefault),
  );
  const keyOf = ({ db, tableName, name }: Pick<ColumnRow, 'db' | 'tableName' | 'name'>): string =>
    [db, tableName, name].join('\0');
  const found = new Map<string, string>();
  for (let start = 0; start < doubtful.length; start += defaultsAtOnce) {
    const some = doubtful.slice(start, start + defaultsAtOnce);
    const read = await reader.attempt('defaults of columns', ['column'], () =>
      reader.rows<DefaultBytes>({ sql: defaultBytesStatement(some), params: [] }),
    );
    for (const row of read ?? []) if (row.hex !== null) found.set(keyOf(row), row.hex);
  }
  if (found.size === 0) return [...rows];
  const whole = (row: ColumnRow): ColumnRow => {
    const hex = found.get(keyOf(row));
    return hex === undefined ? row : withDefault(row, hex, reader.engine);
  };
  return rows.map((each) => ({ ...each, columns: each.columns.map(whole) }));
}

/** Tables of which the catalog leaves out a part: those divided by KEY, and those with what looks like a period of application time. */
function textCandidates(
  checks: readonly CheckRow[],
  partitions: readonly PartitionRow[],
  engine: FamilyEngine,
): { db: string; name: string }[] {
  const isPeriodCheck = ({ level, clause }: CheckRow): boolean =>
    engine === 'mariadb' && /^table$/i.test(level) && /^`(?:[^`]|``)*` < `(?:[^`]|``)*`$/.test(clause);
  const found = [...checks.filter(isPeriodCheck), ...partitions.filter(isDividedByKey)];
  return [...new Map(found.map(({ db, name }) => [idOf({ db, name }), { db, name }])).values()];
}

/** Such tables are few. Where they are not, the rest is unread: each of them is a statement. */
const textsAtMost = 100;

/** `db.table` to what its own text adds. */
async function readTexts(
  reader: SideReader,
  candidates: readonly { db: string; name: string }[],
): Promise<Map<string, TableText>> {
  const found = new Map<string, TableText>();
  for (const [index, { db, name }] of candidates.entries()) {
    const object = idOf({ db, name });
    const of = { what: `text of table ${object}`, kinds: textKinds, database: db, object };
    if (index >= textsAtMost) {
      reader.unread.push({
        ...of,
        reason: `it has partitions by KEY or a period, and Cutover reads the text of ${textsAtMost} such tables at most`,
        action: `Compare SHOW CREATE TABLE ${quoteTable(db, name)}; of both sides by hand.`,
      });
      continue;
    }
    const rows = await reader.attempt(
      of.what,
      textKinds,
      () => reader.rows<Record<string, unknown>>({ sql: `SHOW CREATE TABLE ${quoteTable(db, name)}`, params: [] }),
      of,
    );
    const printed = rows?.[0]?.['Create Table'];
    if (typeof printed === 'string') found.set(object, tableTextOf(printed));
  }
  return found;
}

/** Table to the checks of its columns. */
function columnChecksOf(checks: readonly CheckRow[]): Map<string, Map<string, string>> {
  const found = new Map<string, Map<string, string>>();
  for (const { db, name, constraintName, level, clause } of checks) {
    if (!/^column$/i.test(level)) continue;
    const id = idOf({ db, name });
    found.set(id, (found.get(id) ?? new Map<string, string>()).set(constraintName, clause));
  }
  return found;
}

function idOf({ db, name }: { db: string; name: string }): string {
  return printTableName({ database: db, name });
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
