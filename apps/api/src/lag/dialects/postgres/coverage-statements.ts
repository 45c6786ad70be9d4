import type { CatalogParts } from '@cutover/databases/postgres';

/**
 * The tables of publications of the source, and what each publication leaves out of them. Publications that are asked one
 * by one: the function takes them so in every version. Row filters and lists of columns stand in pg_publication_rel.
 */
export const publishedStatement = ({ rowFilter, columnList }: CatalogParts): string => `
  SELECT p.pubname AS publication, n.nspname AS schema, c.relname AS name,
         (SELECT pg_catalog.json_agg(pg_catalog.json_build_object('schema', an.nspname, 'name', a.relname))::text
          FROM pg_catalog.pg_partition_ancestors(c.oid) u JOIN pg_catalog.pg_class a ON a.oid = u.relid AND a.oid <> c.oid
          JOIN pg_catalog.pg_namespace an ON an.oid = a.relnamespace WHERE c.relispartition) AS above,
         ${rowFilter} IS NOT NULL AS has_filter, ${columnList} IS NOT NULL AS has_columns,
         p.pubinsert AS inserts, p.pubupdate AS updates, p.pubdelete AS deletes, p.pubtruncate AS truncates
  FROM pg_catalog.pg_publication p
  CROSS JOIN LATERAL pg_catalog.pg_get_publication_tables(p.pubname::text) t
  JOIN pg_catalog.pg_class c ON c.oid = t.relid
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  LEFT JOIN pg_catalog.pg_publication_rel r ON r.prpubid = p.oid AND r.prrelid = t.relid
  WHERE p.pubname = ANY ($1)`;

/** One row of {@link publishedStatement}. */
export interface PublishedRow {
  publication: string;
  schema: string;
  name: string;
  /** JSON list of the tables that it is a partition of, as schema and name; null: of none. */
  above: string | null;
  has_filter: boolean;
  has_columns: boolean;
  inserts: boolean;
  updates: boolean;
  deletes: boolean;
  truncates: boolean;
}

/** The tables of subscriptions of this database of the target. */
export const subscribedStatement = `
  SELECT r.srsubid::text AS id, n.nspname AS schema, c.relname AS name
  FROM pg_catalog.pg_subscription_rel r
  JOIN pg_catalog.pg_class c ON c.oid = r.srrelid
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace`;

/** One row of {@link subscribedStatement}. */
export interface SubscribedRow {
  id: string;
  schema: string;
  name: string;
}
