import type { CatalogParts } from '@cutover/databases/postgres';

/** One row for each table of this name. $1: schema, $2: table. */
export const tableStatement = `
  SELECT c.relpersistence = 'u' AS "isUnlogged", pg_catalog.row_security_active(c.oid) AS "isRestricted",
         c.relkind = 'p' AS "isPartitioned",
         c.relkind = 'r' AND EXISTS (SELECT FROM pg_catalog.pg_inherits i WHERE i.inhparent = c.oid) AS "hasChildren"
  FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE n.nspname = $1 AND c.relname = $2 AND c.relkind IN ('r', 'p')`;

/** See {@link tableStatement}. */
export interface TableRow {
  isUnlogged: boolean;
  /** A policy hides rows from the account. */
  isRestricted: boolean;
  isPartitioned: boolean;
  /** Tables inherit from it, and it is not partitioned. */
  hasChildren: boolean;
}

/** Subscriptions of this database, as the target knows them, and how far the first copy of the table is. Readable by all. */
export const subscriptionStatement = `
  WITH RECURSIVE tree AS (
    SELECT c.oid FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = $1 AND c.relname = $2
    UNION ALL
    SELECT i.inhrelid FROM pg_catalog.pg_inherits i JOIN tree t ON t.oid = i.inhparent
    JOIN pg_catalog.pg_class child ON child.oid = i.inhrelid AND child.relispartition
  )
  SELECT s.subname AS subscription, s.subpublications AS publications,
         EXISTS (SELECT FROM pg_catalog.pg_subscription_rel r JOIN tree ON tree.oid = r.srrelid
                 WHERE r.srsubid = s.oid AND r.srsubstate <> 'r') AS "isCopying"
  FROM pg_catalog.pg_subscription s
  WHERE s.subdbid = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())
  ORDER BY s.subname`;

/** See {@link subscriptionStatement}. */
export interface SubscriptionRow {
  subscription: string;
  publications: string[];
  isCopying: boolean;
}

/**
 * What publications carry of the table, on the source: one row for each of them and each table by which it carries rows: the table
 * itself, the partitioned ones above it, and its partitions where they are published by themselves. A publication of all tables,
 * or of the schema, has neither filters nor lists of columns. $3: publications that the target reads.
 */
export const publicationStatement = ({
  rowFilter,
  columnList,
  publishedSchemas,
  sendsComputed,
}: CatalogParts): string => `
  WITH RECURSIVE own AS (
    SELECT c.oid FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = $1 AND c.relname = $2
  ), above AS (
    SELECT oid FROM own
    UNION ALL
    SELECT i.inhparent FROM pg_catalog.pg_inherits i JOIN above ON above.oid = i.inhrelid
    JOIN pg_catalog.pg_class child ON child.oid = i.inhrelid AND child.relispartition
  ), below AS (
    SELECT oid FROM own
    UNION ALL
    SELECT i.inhrelid FROM pg_catalog.pg_inherits i JOIN below ON below.oid = i.inhparent
    JOIN pg_catalog.pg_class child ON child.oid = i.inhrelid AND child.relispartition
  ), family AS (
    SELECT oid, 'itself' AS place FROM own
    UNION ALL SELECT oid, 'above' FROM above WHERE oid NOT IN (SELECT oid FROM own)
    UNION ALL SELECT oid, 'below' FROM below WHERE oid NOT IN (SELECT oid FROM own)
  )
  SELECT p.pubname AS publication, f.place, p.pubviaroot AS "isViaRoot",
         p.pubinsert AND p.pubupdate AND p.pubdelete AS "isOfAllChanges",
         CASE WHEN NOT w.whole THEN pg_catalog.pg_get_expr(${rowFilter}, r.prrelid) END AS filter,
         CASE WHEN NOT w.whole AND ${columnList} IS NOT NULL THEN (
           SELECT pg_catalog.json_agg(pg_catalog.json_build_object('name', a.attname, 'isComputed', a.attgenerated <> '') ORDER BY a.attname)
           FROM pg_catalog.pg_attribute a
           WHERE a.attrelid = r.prrelid AND a.attnum > 0 AND NOT a.attisdropped AND a.attnum <> ALL (${columnList})
         )::text END AS "leftOut",
         (SELECT pg_catalog.json_agg(a.attname ORDER BY a.attname) FROM pg_catalog.pg_attribute a
          WHERE a.attrelid = f.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = 's'
            AND CASE WHEN NOT w.whole AND ${columnList} IS NOT NULL THEN a.attnum = ANY (${columnList})
                     ELSE ${sendsComputed} END)::text AS sent,
         pg_catalog.concat_ws(' ', p.oid, p.xmin, r.oid, r.xmin) AS mark
  FROM pg_catalog.pg_publication p
  CROSS JOIN family f JOIN pg_catalog.pg_class c ON c.oid = f.oid
  LEFT JOIN pg_catalog.pg_publication_rel r ON r.prpubid = p.oid AND r.prrelid = f.oid
  CROSS JOIN LATERAL (
    SELECT p.puballtables OR EXISTS (SELECT FROM ${publishedSchemas} s
                                     WHERE s.pnpubid = p.oid AND s.pnnspid = c.relnamespace) AS whole
  ) w
  WHERE p.pubname = ANY ($3) AND (r.oid IS NOT NULL OR (w.whole AND f.place <> 'below'))
  ORDER BY p.pubname, f.oid`;

/** See {@link publicationStatement}. */
export interface PublicationRow {
  publication: string;
  place: 'itself' | 'above' | 'below';
  isViaRoot: boolean;
  /** INSERT, UPDATE and DELETE. */
  isOfAllChanges: boolean;
  /** The row filter; null: none. */
  filter: string | null;
  /** JSON list of what a list of columns leaves out: LeftOutColumn; null: nothing. */
  leftOut: string | null;
  /** JSON list of the stored computed columns whose values it sends; null: none. */
  sent: string | null;
  mark: string;
}

/** A column that is not in the list. */
export interface LeftOutColumn {
  name: string;
  isComputed: boolean;
}

/** Which of these columns of the table are ordinary ones. $1: schema, $2: table, $3: columns. */
export const ordinaryStatement = `
  SELECT a.attname AS name
  FROM pg_catalog.pg_attribute a
  JOIN pg_catalog.pg_class c ON c.oid = a.attrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE n.nspname = $1 AND c.relname = $2 AND a.attname = ANY ($3) AND a.attgenerated = '' AND NOT a.attisdropped
  ORDER BY a.attname`;
