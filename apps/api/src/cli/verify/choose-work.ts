import { printTableName, type ServerConnection } from '@cutover/databases';
import type { ComparisonDialect } from '../../checksum/comparison/comparison-dialect.js';
import { chooseTables } from '../../checksum/runs/tables/choose-tables.js';
import { UserError } from '../../failures/failures.js';
import type { WatchedTable } from '../../tables/tables.service.js';
import { CannotRun } from '../cannot-run.js';

/**
 * Pure: the named tables, or all watched ones when none is named. Throws CannotRun for a name that is not watched, and
 * when there is no table.
 */
export function chooseWork(watched: readonly WatchedTable[], requested: readonly string[] | null): WatchedTable[] {
  try {
    const tables = chooseTables(watched, requested ?? undefined);
    if (tables.length > 0) return tables;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const wrong = error.details?.map(({ message }) => message).join(', ');
    throw new CannotRun(`--table: ${wrong ?? ''}: write db.table, and see databases and tables in the configuration`);
  }
  throw new CannotRun('no table is watched: see databases, tables and excludeTables in the configuration');
}

/**
 * The source's guess of the rows of each table, for the progress bar only; 0 where it does not know. Nothing is sent
 * to an engine whose rows are not compared.
 */
export async function estimateRows(
  dialect: ComparisonDialect,
  source: ServerConnection,
  tables: readonly WatchedTable[],
  signal: AbortSignal,
): Promise<Map<string, bigint>> {
  if (dialect.obstacle() !== null) return new Map(tables.map(({ id }) => [id, 0n]));
  const databases = [...new Set(tables.map(({ database }) => database))];
  const estimates = await dialect.estimateRows(source, databases, signal).catch(() => []);
  const known = new Map(estimates.map((table) => [printTableName(table), table.rows]));
  return new Map(tables.map(({ id }) => [id, known.get(id) ?? 0n]));
}
