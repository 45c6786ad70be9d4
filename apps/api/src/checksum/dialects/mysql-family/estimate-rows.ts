import type { StatementRunnerLike, TableName } from '@cutover/databases';
import type { RowEstimate } from '../../comparison/comparison-dialect.js';

interface EstimateRow {
  db: string;
  name: string;
  tableRows: string | number | null;
}

/** The server's guess of the rows of each table of these databases. Rejects as the connection does. */
export async function estimateRows(
  server: StatementRunnerLike,
  databases: readonly string[],
  signal: AbortSignal,
): Promise<readonly RowEstimate[]> {
  const sql = `SELECT TABLE_SCHEMA AS db, TABLE_NAME AS name, TABLE_ROWS AS tableRows
    FROM information_schema.TABLES WHERE TABLE_SCHEMA IN (${databases.map(() => '?').join()})`;
  const rows = await server.query<EstimateRow>(sql, databases, { signal });
  return rows.map(({ db, name, tableRows }) => ({ database: db, name, rows: BigInt(tableRows ?? 0) }));
}

/** The server's guess of the bytes of a table; null: it does not say. Rejects as the connection does. */
export async function estimateBytes(
  server: StatementRunnerLike,
  { database, name }: TableName,
  signal: AbortSignal,
): Promise<bigint | null> {
  const sql = `SELECT CAST(DATA_LENGTH AS CHAR) AS bytes
    FROM information_schema.TABLES WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ?`;
  const [row] = await server.query<{ bytes: string | null }>(sql, [database, name], { signal });
  return row?.bytes == null ? null : BigInt(row.bytes);
}
