import type { ServerConnection, StatementBounds, TableName } from '@cutover/databases';

/** The oldest transaction that runs: DDL that is not visible yet has this number or a later one. */
const momentStatement = 'SELECT pg_catalog.pg_snapshot_xmin(pg_catalog.pg_current_snapshot())::text AS moment';

/**
 * Whether the catalog's row of the table, of one of its partitions, or of what makes those its partitions was written since $3. Every
 * ALTER and RENAME writes it. Numbers of transactions wrap: `age` counts back from now. $1: schema, $2: table.
 */
const changedStatement = `
  WITH RECURSIVE tree AS (
    SELECT c.oid, c.xmin FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = $1 AND c.relname = $2
    UNION ALL
    SELECT child.oid, child.xmin FROM pg_catalog.pg_inherits i JOIN tree t ON t.oid = i.inhparent
    JOIN pg_catalog.pg_class child ON child.oid = i.inhrelid AND child.relispartition
  )
  SELECT NOT EXISTS (SELECT FROM tree) OR EXISTS (
    SELECT FROM tree WHERE pg_catalog.age(xmin)
      BETWEEN 0 AND pg_catalog.pg_snapshot_xmax(pg_catalog.pg_current_snapshot())::text::numeric - $3::numeric
  ) AS changed`;

/** See DdlDialect.readMoment. */
export async function readDdlMoment(server: ServerConnection, bounds: StatementBounds): Promise<unknown> {
  const [row] = await server.query<{ moment: string }>(momentStatement, [], bounds);
  return row?.moment ?? '0';
}

/** See DdlDialect.mayBeChangedSince. */
export async function mayBeChangedSince(
  server: ServerConnection,
  { database, name }: TableName,
  moment: unknown,
  bounds: StatementBounds,
): Promise<boolean> {
  const [row] = await server.query<{ changed: boolean }>(changedStatement, [database, name, String(moment)], bounds);
  return row?.changed !== false;
}
