import type { ServerConnection, StatementBounds, TableName } from '@cutover/databases';
import { catalogOf, type CatalogParts } from '@cutover/databases/postgres';

/** See {@link ColumnOrders}. $1: schema, $2: table. */
const ordersStatement = ({ databaseProvider, databaseCollation }: CatalogParts): string => `
  SELECT (SELECT json_object_agg(a.attname,
                   CASE WHEN o.provider = 'c' AND o.locale IN ('C', 'POSIX') THEN concat('C ', current_setting('server_encoding'))
                        WHEN o.recorded = o.actual
                        THEN concat_ws(' ', current_setting('server_encoding'), o.provider, o.locale, o.rules, l.collisdeterministic, o.actual) END)
          FROM pg_attribute a JOIN pg_collation l ON l.oid = a.attcollation CROSS JOIN LATERAL (
            SELECT ${databaseProvider} AS provider,
                   COALESCE(to_jsonb(d) ->> 'datlocale', to_jsonb(d) ->> 'daticulocale', d.datcollate) AS locale,
                   to_jsonb(d) ->> 'daticurules' AS rules,
                   ${databaseCollation.recorded} AS recorded, ${databaseCollation.actual} AS actual
            FROM pg_database d WHERE l.collprovider = 'd' AND d.datname = current_database()
            UNION ALL
            SELECT l.collprovider::text,
                   COALESCE(to_jsonb(l) ->> 'colllocale', to_jsonb(l) ->> 'colliculocale', l.collcollate),
                   to_jsonb(l) ->> 'collicurules', l.collversion, pg_collation_actual_version(l.oid)
            WHERE l.collprovider <> 'd'
          ) AS o
          WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped)::text AS orders
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE n.nspname = $1 AND c.relname = $2 AND c.relkind IN ('r', 'p')`;

/**
 * How one side sorts a table's columns: by the name of each column with a collation, a text that is the same on two servers that
 * sort the same text alike: in the same encoding, whose bytes some collations sort by. null where the server cannot vouch for its indexes: their collation has another version than when they
 * were built, or none is known.
 */
export type ColumnOrders = Readonly<Record<string, string | null>>;

/** Reads it from one side. Rejects as the connection does. */
export async function readColumnOrders(
  server: ServerConnection,
  { database, name }: TableName,
  bounds: StatementBounds,
): Promise<ColumnOrders> {
  const [row] = await server.query<{ orders: string | null }>(
    ordersStatement(catalogOf(server)),
    [database, name],
    bounds,
  );
  return JSON.parse(row?.orders ?? '{}') as ColumnOrders;
}
