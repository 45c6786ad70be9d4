import type { ServerConnection, StatementBounds } from '@cutover/databases';
import type { WatchedScope, WrittenTable } from '../../freeze-proof-dialect.js';
import { writtenStatement } from './statements.js';

/** The server does not tell when a table was written last: those written most come first. Rejects as `query` does. */
export async function lastWritten(
  source: ServerConnection,
  { databases, tables }: WatchedScope,
  bounds: StatementBounds,
): Promise<WrittenTable[]> {
  const schemas = [...new Set([...databases, ...tables.map(({ database }) => database)])];
  const rows = await source.query<{ name: string; rows: string }>(writtenStatement, [schemas], bounds);
  return rows.map((row) => ({ table: row.name, why: `${row.rows} rows written since its counters began` }));
}
