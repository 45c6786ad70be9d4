import type { Role } from '@cutover/contracts';
import type { CatalogParts } from '@cutover/databases/postgres';
import type { TableSelection } from '../../table-selection.js';
import type { Statement } from '../../tables-dialect.js';

/**
 * Relations of the selection, as `c` in schema `n`. A partition is part of the table above it, and counts for itself only
 * where it is named. System columns and tables are in other schemas, which cannot be selected.
 */
const relations = `
  FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND (
    (n.nspname = ANY ($1) AND NOT c.relispartition)
    OR (n.nspname, c.relname) IN
      (SELECT s, t FROM ROWS FROM (pg_catalog.unnest($2::text[]), pg_catalog.unnest($3::text[])) AS named (s, t))
  )`;

/** The table `c`, its partitions, and the tables that it is a partition of. */
const family = `(
    SELECT c.oid UNION SELECT t.relid FROM pg_catalog.pg_partition_tree(c.oid) t
    UNION SELECT a.relid FROM pg_catalog.pg_partition_ancestors(c.oid) a
  )`;

/**
 * The rows by which publications carry the table, by itself, with its schema or with all tables. They are others once it was taken
 * out of one and is in it again, once its row filter or list of columns was changed, and once a publication was made anew or
 * publishes other statements: what was written before may be missing, and a proof was one of another part. NULL where nobody does.
 */
function published({ publishedSchemas }: CatalogParts): string {
  return `(
    SELECT pg_catalog.string_agg(pg_catalog.concat_ws(' ', p.oid, p.xmin, r.oid, s.oid), ',' ORDER BY p.oid, r.oid, s.oid)
    FROM ${family} own (oid) CROSS JOIN pg_catalog.pg_publication p
    LEFT JOIN pg_catalog.pg_publication_rel r ON r.prpubid = p.oid AND r.prrelid = own.oid
    LEFT JOIN ${publishedSchemas} s
      ON s.pnpubid = p.oid AND s.pnnspid = (SELECT o.relnamespace FROM pg_catalog.pg_class o WHERE o.oid = own.oid)
    WHERE p.puballtables OR r.oid IS NOT NULL OR s.oid IS NOT NULL
  )`;
}

/**
 * The rows by which the table, or its partitions, are in subscriptions, which are others once it was taken out and is in again: what
 * was written meanwhile may be missing. NULL where it is in none.
 */
const subscribed = `(
  SELECT pg_catalog.string_agg(pg_catalog.concat_ws(' ', r.srsubid, r.srrelid, r.srsubstate, r.xmin), ',' ORDER BY r.srsubid, r.srrelid)
  FROM (SELECT c.oid UNION SELECT t.relid FROM pg_catalog.pg_partition_tree(c.oid) t) own (oid)
  JOIN pg_catalog.pg_subscription_rel r ON r.srrelid = own.oid
)`;

/**
 * Tables and views. A materialized view and a foreign table hold no rows that replication carries: they count as views. What the
 * target publishes, for a way back, changes nothing of what comes to it.
 */
export function tablesStatement(selection: TableSelection, role: Role, parts: CatalogParts): Statement {
  const replicated = role === 'source' ? `${published(parts)}, ${subscribed}` : subscribed;
  const mark = `pg_catalog.md5(NULLIF(pg_catalog.concat_ws(';', ${replicated}), ''))`;
  const type = "CASE WHEN c.relkind IN ('r', 'p') THEN 'BASE TABLE' ELSE 'VIEW' END";
  const method = '(SELECT a.amname FROM pg_catalog.pg_am a WHERE a.oid = c.relam)';
  return asked(
    `SELECT n.nspname AS db, c.relname AS name, ${type} AS type, ${method} AS engine, ${mark} AS "changedAt" ${relations}`,
    selection,
  );
}

/** Columns of all relations of the selection; a collation only where it is not that of the type. */
export function columnsStatement(selection: TableSelection): Statement {
  return asked(
    `SELECT r.db, r.name, a.attname AS col, pg_catalog.format_type(a.atttypid, a.atttypmod) AS type,
            (SELECT l.collname FROM pg_catalog.pg_collation l, pg_catalog.pg_type t
             WHERE l.oid = a.attcollation AND t.oid = a.atttypid AND a.attcollation <> t.typcollation) AS collation
     FROM (SELECT c.oid, n.nspname AS db, c.relname AS name ${relations}) r
     JOIN pg_catalog.pg_attribute a ON a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped
     ORDER BY r.db, r.name, a.attnum`,
    selection,
  );
}

/** Primary keys of the selection. */
export function primaryKeysStatement(selection: TableSelection): Statement {
  return asked(
    `SELECT r.db, r.name, a.attname AS col
     FROM (SELECT c.oid, n.nspname AS db, c.relname AS name ${relations}) r
     JOIN pg_catalog.pg_index i ON i.indrelid = r.oid AND i.indisprimary
     CROSS JOIN LATERAL pg_catalog.unnest(i.indkey::int2[]) WITH ORDINALITY AS k (attnum, place)
     JOIN pg_catalog.pg_attribute a ON a.attrelid = r.oid AND a.attnum = k.attnum
     ORDER BY r.db, r.name, k.place`,
    selection,
  );
}

function asked(sql: string, { databases, tables }: TableSelection): Statement {
  const named = [...tables].flatMap(([schema, names]) => names.map((name) => [schema, name] as const));
  return { sql, params: [databases, named.map(([schema]) => schema), named.map(([, name]) => name)] };
}
