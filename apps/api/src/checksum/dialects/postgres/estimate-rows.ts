import type { StatementRunnerLike, TableName } from '@cutover/databases';
import type { RowEstimate } from '../../comparison/comparison-dialect.js';

/** Partitions count for the table at the top of them. -1: never looked at. $1: schemas. */
const rowsStatement = `
  WITH RECURSIVE part AS (
    SELECT c.oid, c.oid AS top FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = ANY ($1) AND c.relkind IN ('r', 'p') AND NOT c.relispartition
    UNION ALL
    SELECT i.inhrelid, part.top FROM pg_inherits i JOIN part ON part.oid = i.inhparent
    JOIN pg_class child ON child.oid = i.inhrelid AND child.relispartition
  )
  SELECT n.nspname AS db, t.relname AS name,
         sum(CASE WHEN c.relkind = 'p' OR c.reltuples < 0 THEN 0 ELSE c.reltuples::numeric END)::numeric(30, 0)::text AS rows
  FROM part JOIN pg_class c ON c.oid = part.oid JOIN pg_class t ON t.oid = part.top JOIN pg_namespace n ON n.oid = t.relnamespace
  GROUP BY n.nspname, t.relname`;

/** The server's guess of the rows of each table of these schemas. Rejects as the connection does. */
export async function estimateRows(
  server: StatementRunnerLike,
  schemas: readonly string[],
  signal: AbortSignal,
): Promise<readonly RowEstimate[]> {
  const rows = await server.query<{ db: string; name: string; rows: string }>(rowsStatement, [schemas], { signal });
  return rows.map(({ db, name, rows: count }) => ({ database: db, name, rows: BigInt(count) }));
}

/** With values that are stored apart, without indexes. $1: schema, $2: table. */
const bytesStatement = `
  WITH RECURSIVE part AS (
    SELECT c.oid FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = $1 AND c.relname = $2
    UNION ALL
    SELECT i.inhrelid FROM pg_inherits i JOIN part ON part.oid = i.inhparent
    JOIN pg_class child ON child.oid = i.inhrelid AND child.relispartition
  )
  SELECT sum(pg_table_size(oid))::text AS bytes FROM part`;

/** The bytes of a table; null: there is none of this name. Rejects as the connection does. */
export async function estimateBytes(
  server: StatementRunnerLike,
  { database, name }: TableName,
  signal: AbortSignal,
): Promise<bigint | null> {
  const [row] = await server.query<{ bytes: string | null }>(bytesStatement, [database, name], { signal });
  return row?.bytes == null ? null : BigInt(row.bytes);
}
