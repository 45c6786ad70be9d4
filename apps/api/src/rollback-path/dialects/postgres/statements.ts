/** Whether the table `c` in the schema `n` is watched. $1: whole schemas; $2, $3: schemas and names of single tables. */
const isWatched = `(n.nspname = ANY ($1) OR (n.nspname, c.relname) IN
  (SELECT w.s, w.t FROM ROWS FROM (pg_catalog.unnest($2::text[]), pg_catalog.unnest($3::text[])) AS w (s, t)))`;

/**
 * Every table of the subscriptions that bring a watched one: they are what the way back carries. A table that is published
 * and has no replica identity refuses every UPDATE and DELETE, so that it must have one before. The index of a primary key
 * that is deferrable is none.
 */
const carried = `
  carried AS (
    SELECT c.oid, n.nspname AS schema, c.relname AS name, c.relkind, s.subname,
           CASE c.relreplident
             WHEN 'f' THEN true
             WHEN 'n' THEN false
             ELSE EXISTS (SELECT FROM pg_catalog.pg_index i WHERE i.indrelid = c.oid AND i.indisvalid AND i.indimmediate
                            AND CASE c.relreplident WHEN 'i' THEN i.indisreplident ELSE i.indisprimary END)
           END AS has_identity
    FROM pg_catalog.pg_subscription s
    JOIN pg_catalog.pg_subscription_rel r ON r.srsubid = s.oid
    JOIN pg_catalog.pg_class c ON c.oid = r.srrelid
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE s.oid IN (
      SELECT r.srsubid FROM pg_catalog.pg_subscription_rel r
      JOIN pg_catalog.pg_class c ON c.oid = r.srrelid
      JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE ${isWatched})
  )`;

/** So many tables without a replica identity are named. */
const namedTables = 20;

/**
 * What the target has of what it would need as a publisher. A publication counts that publishes every one of these tables, all
 * of their rows and columns, and every kind of statement: columns that hold limits came with PostgreSQL 15, and are read by
 * their names. Superusers do not count among the accounts: nobody should replicate as one.
 */
export const targetStatement = `
  WITH ${carried}
  SELECT pg_catalog.current_setting('wal_level') AS level,
         pg_catalog.current_setting('max_replication_slots')::int AS max_slots,
         (SELECT count(*) FROM pg_catalog.pg_replication_slots)::int AS slots,
         pg_catalog.current_setting('max_wal_senders')::int AS max_senders,
         (SELECT count(*) FROM pg_catalog.pg_stat_replication)::int AS senders,
         pg_catalog.current_database()::text AS database,
         (SELECT count(DISTINCT t.oid) FROM carried t)::int AS tables,
         (SELECT count(*) FROM carried t WHERE NOT t.has_identity)::int AS keyless,
         (SELECT (pg_catalog.array_agg(pg_catalog.format('%I.%I', t.schema, t.name) ORDER BY t.schema, t.name)
                   FILTER (WHERE NOT t.has_identity))[1:${namedTables}] FROM carried t) AS keyless_named,
         (SELECT min(p.pubname::text) FROM pg_catalog.pg_publication p
          WHERE p.pubinsert AND p.pubupdate AND p.pubdelete AND p.pubtruncate
            AND NOT EXISTS (SELECT FROM pg_catalog.pg_publication_rel r WHERE r.prpubid = p.oid
              AND pg_catalog.concat(pg_catalog.to_jsonb(r) ->> 'prqual', pg_catalog.to_jsonb(r) ->> 'prattrs') <> '')
            AND (SELECT count(DISTINCT t.oid) FROM pg_catalog.pg_get_publication_tables(p.pubname::text) g
                 JOIN carried t ON t.oid = g.relid) = (SELECT count(DISTINCT t.oid) FROM carried t)) AS publication,
         (SELECT pg_catalog.array_agg(r.rolname::text ORDER BY r.rolname) FROM pg_catalog.pg_roles r
          WHERE r.rolcanlogin AND NOT r.rolsuper AND r.rolname <> current_user
            AND (r.rolvaliduntil IS NULL OR r.rolvaliduntil > pg_catalog.now())
            AND (r.rolreplication OR EXISTS (SELECT FROM pg_catalog.pg_roles g
                   WHERE g.rolname = 'rds_replication' AND pg_catalog.pg_has_role(r.oid, g.oid, 'MEMBER')))
            AND pg_catalog.has_database_privilege(r.oid, pg_catalog.current_database(), 'CONNECT')) AS accounts`;

/** The row of {@link targetStatement}. */
export interface TargetRow {
  level: string;
  max_slots: number;
  slots: number;
  max_senders: number;
  senders: number;
  database: string;
  tables: number;
  keyless: number;
  /** Quoted. null: none. */
  keyless_named: string[] | null;
  publication: string | null;
  accounts: string[] | null;
}

/** Every table that the way back carries, of one subscription after the other. */
export const tablesStatement = `
  WITH ${carried}
  SELECT t.schema, t.name, t.relkind = 'p' AS is_partitioned, t.has_identity, t.subname AS subscription
  FROM carried t ORDER BY t.schema, t.name`;

/** One row of {@link tablesStatement}. */
export interface TableRow {
  schema: string;
  name: string;
  is_partitioned: boolean;
  has_identity: boolean;
  subscription: string;
}

/**
 * What the source has of what it would need as a subscriber. Origins have a limit of their own since PostgreSQL 18.
 * $1: the name that the script gives the subscription.
 */
export const sourceStatement = `
  SELECT pg_catalog.current_setting('max_logical_replication_workers')::int AS max_workers,
         (SELECT count(*) FROM pg_catalog.pg_stat_subscription w WHERE w.pid IS NOT NULL)::int AS workers,
         COALESCE(pg_catalog.current_setting('max_active_replication_origins', true),
                  pg_catalog.current_setting('max_replication_slots'))::int AS max_origins,
         CASE WHEN pg_catalog.current_setting('max_active_replication_origins', true) IS NULL
              THEN 'max_replication_slots' ELSE 'max_active_replication_origins' END AS origin_limit,
         (SELECT count(*) FROM pg_catalog.pg_replication_origin)::int AS origins,
         (SELECT s.subenabled FROM pg_catalog.pg_subscription s
          JOIN pg_catalog.pg_database d ON d.oid = s.subdbid
          WHERE d.datname = pg_catalog.current_database() AND s.subname = $1) AS is_enabled`;

/** The row of {@link sourceStatement}. */
export interface SourceRow {
  max_workers: number;
  workers: number;
  max_origins: number;
  origin_limit: string;
  origins: number;
  /** null: there is no such subscription. */
  is_enabled: boolean | null;
}

/**
 * For psql, on the server that the application wrote to: prints what sets the sequences of the other one. Those that have
 * given out nothing stand where they begin on both.
 */
export const sequencesBackStatement =
  "SELECT pg_catalog.format('SELECT pg_catalog.setval(%L, %s);', pg_catalog.format('%I.%I', schemaname, sequencename), last_value) AS \"run on the SOURCE\" FROM pg_catalog.pg_sequences WHERE last_value IS NOT NULL ORDER BY 1;";
