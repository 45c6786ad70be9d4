import type { Role } from '@cutover/contracts';
import { type DedicatedSession, isTableMissing, type ServerConnection, type StatementBounds } from '@cutover/databases';
import { NoValue } from '../proof/side-unreadable.js';
import { definitionOfPart, type CarriedPart } from '../tables/carried-part.js';
import { columnList } from '../tables/definition/compare-definitions.js';
import { readDefinition } from '../tables/dialects/registry.js';
import type { WatchedTable } from '../tables/tables.service.js';
import type { CountRow } from './consistency-dialect.js';
import { consistencyDialectOf } from './dialects/registry.js';
import type { FactsReading } from './consistency-verdict.js';

/**
 * First column of the primary key, when both sides have the same one (or only one side has the table). null: no key to compare.
 */
export function comparableKey({ source, target }: WatchedTable): string | null {
  const names = [source, target].filter((shape) => shape !== null).map((shape) => shape.primaryKey[0] ?? null);
  return names.every((name) => name === names[0]) ? (names[0] ?? null) : null;
}

/**
 * One count is bounded as one range of a verification is: its snapshot holds back purge, and a table that takes longer is
 * counted when its rows are verified, range by range.
 */
export const longestCountMs = 30_000;

/** Where the number of rows comes from. */
export interface RowsOrigin {
  /** A session that holds a snapshot; absent: the connection. */
  rowsFrom?: Pick<DedicatedSession, 'query'>;
  /** As a verification has read them: they are not counted then. null: count them. */
  verifiedRows?: string | null;
}

/** What is read of one side. */
export interface FactsSubject {
  table: WatchedTable;
  part: CarriedPart;
}

/**
 * Reads one side: columns and AUTO_INCREMENT, then rows and the ends of the key in one scan, as RowsOrigin says. null: the table is not there.
 */
export async function readFacts(
  connection: ServerConnection,
  role: Role,
  { table, part }: FactsSubject,
  bounds: StatementBounds,
  { rowsFrom = connection, verifiedRows = null }: RowsOrigin = {},
): Promise<FactsReading> {
  const { database, name } = table;
  const dialect = consistencyDialectOf(connection.engine);
  const found = await readDefinition(connection, database, name, bounds);
  if (found === null) return null;
  const definition = definitionOfPart(found, part);
  const counted = { isOnly: part.isOnly, rows: role === 'source' ? part.rows : null };
  if (definition.kind === 'view') throw new NoValue('it is a view, which holds no rows of its own; use excludeTables');
  const hasCounter = definition.columns.some(({ isAutoIncrement }) => isAutoIncrement);
  const autoIncrement = hasCounter ? await dialect.readCounter(connection, database, name, bounds) : null;
  const keyName = comparableKey(table);
  const key = definition.columns.find((column) => column.name === keyName) ?? null;
  // The ends of a part are not those of an index.
  const hasEnds = key !== null && part.rows === null;
  const count =
    verifiedRows === null
      ? await countRows(rowsFrom, dialect.countStatement(table, key, counted), bounds)
      : await endsOf(rowsFrom, verifiedRows, hasEnds ? dialect.endsStatement(table, key, counted) : null, bounds);
  if (count === null) return null;
  return {
    facts: {
      rows: count.rowCount,
      smallestKey: count.smallestKey,
      largestKey: count.largestKey,
      autoIncrement,
      columns: columnList(definition),
    },
    definition,
    isKeyAutoIncrement: key?.isAutoIncrement ?? false,
  };
}

/** Rows as they were verified, with the ends of the key where they cost nothing. null: the table is not there. */
async function endsOf(
  from: Pick<DedicatedSession, 'query'>,
  rowCount: string,
  sql: string | null,
  bounds: StatementBounds,
): Promise<CountRow | null> {
  if (sql === null) return { rowCount, smallestKey: null, largestKey: null };
  const ends = await countRows(from, sql, bounds);
  return ends && { ...ends, rowCount };
}

async function countRows(
  from: Pick<DedicatedSession, 'query'>,
  sql: string,
  bounds: StatementBounds,
): Promise<CountRow | null> {
  try {
    const [row] = await from.query<CountRow>(sql, [], bounds);
    if (row === undefined) throw new NoValue('the count came back empty');
    return row;
  } catch (error) {
    if (isTableMissing(error)) return null;
    throw error;
  }
}
