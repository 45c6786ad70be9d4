// What the catalog says of one table. $1: schema, $2: table. Everybody may read it.

/** Tables of a partition tree, the table itself first. From pg_inherits, since pg_partition_tree would lock each of them. */
const tree = `
  WITH RECURSIVE named AS (
    SELECT c.oid FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = $1 AND c.relname = $2 AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
  ), tree AS (
    SELECT oid FROM named
    UNION ALL
    SELECT i.inhrelid FROM pg_catalog.pg_inherits i JOIN tree t ON t.oid = i.inhparent
    JOIN pg_catalog.pg_class child ON child.oid = i.inhrelid AND child.relispartition
  )`;

/**
 * One row; none: there is no such table. `mark` changes with every ALTER, RENAME, TRUNCATE and DROP, and when a partition comes
 * or goes: each writes the row of pg_class anew, and VACUUM, ANALYZE and rows do not.
 */
export const tableStatement = `${tree}
  SELECT c.relkind AS kind,
         (SELECT a.amname FROM pg_catalog.pg_am a WHERE a.oid = c.relam) AS engine,
         (SELECT pg_catalog.md5(pg_catalog.string_agg(p.oid::text || ' ' || p.xmin::text, ',' ORDER BY p.oid))
          FROM tree t JOIN pg_catalog.pg_class p ON p.oid = t.oid) AS mark,
         (SELECT pg_catalog.sum(CASE WHEN p.relkind = 'p' THEN 0 WHEN p.reltuples >= 0 THEN p.reltuples::numeric
                                ELSE pg_catalog.pg_relation_size(p.oid) / 100 END)
          FROM tree t JOIN pg_catalog.pg_class p ON p.oid = t.oid)::numeric(30,0)::text AS "estimatedRows"
  FROM named n JOIN pg_catalog.pg_class c ON c.oid = n.oid`;

/** See {@link tableStatement}. */
export interface TableRow {
  kind: string;
  engine: string | null;
  mark: string;
  estimatedRows: string | null;
}

/**
 * Whether a column `a` holds no NULL. From PostgreSQL 18 on attnotnull is true as well where the rows that were there have not been
 * looked at (NOT VALID): a row with NULL is in no range of a key, and would never be compared.
 */
const holdsNoNull = `(a.attnotnull AND NOT EXISTS (
           SELECT FROM pg_catalog.pg_constraint k
           WHERE k.conrelid = a.attrelid AND k.contype = 'n' AND NOT k.convalidated AND k.conkey = ARRAY[a.attnum]))`;

/**
 * Columns that are there; those that were dropped are not. `type` is the name of a type of the server itself, as `int4`; any other
 * type has its schema before it. `collation` is the one by which the values are sorted; null for types without.
 */
export const columnsStatement = `
  SELECT a.attname AS name,
         pg_catalog.format_type(a.atttypid, a.atttypmod) AS "columnType",
         CASE WHEN tn.nspname = 'pg_catalog' THEN t.typname ELSE tn.nspname || '.' || t.typname END AS type,
         CASE WHEN a.attcollation = 0 THEN NULL
              WHEN l.collprovider = 'd' THEN (SELECT d.datcollate FROM pg_catalog.pg_database d
                                              WHERE d.datname = pg_catalog.current_database())
              ELSE l.collname END AS collation,
         NOT ${holdsNoNull} AS "isNullable",
         a.attgenerated AS generated,
         a.attidentity AS identity,
         CASE WHEN a.attgenerated = '' THEN pg_catalog.pg_get_expr(f.adbin, f.adrelid) END AS "defaultValue"
  FROM pg_catalog.pg_attribute a
  JOIN pg_catalog.pg_class c ON c.oid = a.attrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_catalog.pg_type t ON t.oid = a.atttypid JOIN pg_catalog.pg_namespace tn ON tn.oid = t.typnamespace
  LEFT JOIN pg_catalog.pg_collation l ON l.oid = a.attcollation
  LEFT JOIN pg_catalog.pg_attrdef f ON f.adrelid = a.attrelid AND f.adnum = a.attnum
  WHERE n.nspname = $1 AND c.relname = $2 AND a.attnum > 0 AND NOT a.attisdropped
  ORDER BY a.attname`;

/** See {@link columnsStatement}. */
export interface ColumnRow {
  name: string;
  columnType: string;
  type: string;
  collation: string | null;
  isNullable: boolean;
  generated: '' | 's' | 'v';
  identity: '' | 'a' | 'd';
  defaultValue: string | null;
}

/** Parts of unique indexes, in key order. An index over an expression, of a part of the rows, or half built is no key. */
export const uniqueKeysStatement = `
  SELECT x.relname AS index, a.attname AS name, i.indisprimary AS "isPrimary",
         i.indpred IS NULL AND i.indisvalid AND i.indexprs IS NULL AS "isWhole", COALESCE(${holdsNoNull}, false) AS "isNotNull"
  FROM pg_catalog.pg_index i
  JOIN pg_catalog.pg_class c ON c.oid = i.indrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid
  CROSS JOIN LATERAL pg_catalog.unnest(i.indkey::int2[]) WITH ORDINALITY AS k (attnum, place)
  LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
  WHERE n.nspname = $1 AND c.relname = $2 AND i.indisunique AND k.place <= i.indnkeyatts
  ORDER BY i.indisprimary DESC, x.relname, k.place`;

/** See {@link uniqueKeysStatement}. */
export interface KeyPartRow {
  index: string;
  /** null: an expression. */
  name: string | null;
  isPrimary: boolean;
  isWhole: boolean;
  isNotNull: boolean;
}
