import { parseTableName, printTableName, type TableName } from '@cutover/databases';
import type { TableSelection } from './table-selection.js';
import type { ColumnRow, KeyRow, TableRow } from './tables-dialect.js';

/** What one side has under a name. */
export interface TableShape {
  kind: 'table' | 'view';
  /** InnoDB, MyISAM, …; null for a view. */
  engine: string | null;
  /** When its definition was last changed, as the server prints it; absent where it does not say. */
  changedAt?: string;
  /** In order of definition; `type` as the server prints it (`varchar(64)`), with `collation` where there is one. */
  columns: { name: string; type: string; collation: string | null }[];
  /** Columns of the primary key in key order; empty when there is none. */
  primaryKey: string[];
  /** A unique key none of whose parts may hold NULL, which names each row as a primary key does; absent: none is known. */
  uniqueKey?: string;
}

/** One table of a migration as both sides have it. `id` is `db.table`, unquoted, as users write it. */
export interface WatchedTable extends TableName {
  id: string;
  /** null: not there on this side, or no right to see it. */
  source: TableShape | null;
  target: TableShape | null;
}

/** One side's answer to the three questions of discovery. */
export interface SideRows {
  tables: readonly TableRow[];
  columns: readonly ColumnRow[];
  keys: readonly KeyRow[];
}

/** Table name to shape, of one side. */
export type SideShapes = ReadonlyMap<string, TableShape & TableName>;

/** Pure: what one side has of the selection. Rows of a table that vanished between two questions are left out. */
export function shapesOf(rows: SideRows, selection: TableSelection): SideShapes {
  const shapes = new Map<string, TableShape & TableName>();
  for (const { db, name, type, engine, changedAt } of rows.tables) {
    if (!selection.includes(db, name)) continue;
    const kind = type.endsWith('VIEW') ? 'view' : 'table';
    shapes.set(idOf(db, name), {
      ...{ database: db, name, kind, engine, columns: [], primaryKey: [] },
      ...(changedAt ? { changedAt } : {}),
    });
  }
  for (const { db, name, col, type, collation } of rows.columns)
    shapes.get(idOf(db, name))?.columns.push({ name: col, type, collation });
  addKeys(rows.keys, shapes);
  return shapes;
}

function addKeys(rows: readonly KeyRow[], shapes: Map<string, TableShape & TableName>): void {
  const nullable = new Set(
    rows
      .filter(({ isNullable = 0 }) => Number(isNullable) !== 0)
      .map(({ db, name, keyName }) => `${idOf(db, name)} ${keyName}`),
  );
  for (const { db, name, col, keyName = 'PRIMARY' } of rows) {
    const shape = shapes.get(idOf(db, name));
    if (shape === undefined) continue;
    if (keyName !== 'PRIMARY') {
      if (!nullable.has(`${idOf(db, name)} ${keyName}`)) shape.uniqueKey ??= keyName;
    } else if (col !== null) shape.primaryKey.push(col);
  }
}

/**
 * Pure: both sides laid beside each other, sorted by id, with the tables that the configuration names and nobody has.
 * Views of a database that is watched whole are left out: they hold no rows of their own, and could never be proved
 * equal. A view that is named, or that stands where the other side has a table, stays: the user must be told.
 */
export function catalogOf(source: SideShapes, target: SideShapes, selection: TableSelection): WatchedTable[] {
  const hasRows = (id: string): boolean => source.get(id)?.kind === 'table' || target.get(id)?.kind === 'table';
  const found = [...source.keys(), ...target.keys()].filter(hasRows);
  const ids = [...new Set([...found, ...selection.named])].sort();
  return ids.map((id) => {
    const any = source.get(id) ?? target.get(id);
    const { database, name } = any ?? parseTableName(id);
    return { id, database, name, source: shapeOnly(source.get(id)), target: shapeOnly(target.get(id)) };
  });
}

/** Ids of what is in the selection and is not compared. */
export type SkippedIds = Record<'excluded' | 'view', string[]>;

/** Pure: what `catalogOf` leaves out of what both sides have, sorted. `names`: tables and views of both sides. */
export function skippedOf(
  names: readonly Pick<TableRow, 'db' | 'name'>[],
  watched: readonly WatchedTable[],
  selection: TableSelection,
): SkippedIds {
  const ids = new Set(watched.map(({ id }) => id));
  const idsOf = (isSkipped: (row: Pick<TableRow, 'db' | 'name'>) => boolean): string[] =>
    [...new Set(names.filter(isSkipped).map(({ db, name }) => idOf(db, name)))].sort();
  return {
    excluded: idsOf(({ db, name }) => selection.excludes(db, name)),
    view: idsOf(({ db, name }) => selection.includes(db, name) && !ids.has(idOf(db, name))),
  };
}

/**
 * Pure: the tables that are seen, and those of `before` that stand in an unseen part. A table that the account may no longer
 * see is not gone, and what was proved of it must not be forgotten. `unseen`: databases, and tables as `db.table`.
 */
export function withUnseen(
  seen: readonly WatchedTable[],
  before: readonly WatchedTable[],
  unseen: readonly string[],
): WatchedTable[] {
  const ids = new Set(seen.map(({ id }) => id));
  const isKept = ({ id, database }: WatchedTable): boolean =>
    !ids.has(id) && (unseen.includes(database) || unseen.includes(id));
  const kept = before.filter(isKept);
  return kept.length === 0 ? [...seen] : [...seen, ...kept].sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** The catalog's rows name the database `db`. */
function idOf(database: string, name: string): string {
  return printTableName({ database, name });
}

/** Pure: what came and what went between two catalogs, on both sides taken together. */
export function changeBetween(
  before: readonly WatchedTable[],
  after: readonly WatchedTable[],
): { appeared: string[]; disappeared: string[] } {
  const had = existing(before);
  const has = existing(after);
  return {
    appeared: [...has].filter((id) => !had.has(id)),
    disappeared: [...had].filter((id) => !has.has(id)),
  };
}

function existing(tables: readonly WatchedTable[]): Set<string> {
  return new Set(tables.filter(({ source, target }) => source || target).map(({ id }) => id));
}

function shapeOnly(found: (TableShape & TableName) | undefined): TableShape | null {
  if (!found) return null;
  const { database: _, name: __, ...shape } = found;
  return shape;
}
