/** Whether the table `c` in the schema `n` is watched. $1: whole schemas; $2, $3: schemas and names of single tables. */
const isWatched = `(n.nspname = ANY ($1) OR (n.nspname, c.relname) IN
  (SELECT w.s, w.t FROM ROWS FROM (pg_catalog.unnest($2::text[]), pg_catalog.unnest($3::text[])) AS w (s, t)))`;

/**
 * Every table of the subscriptions that bring a watched one: they are what the way back carries (`carried`), and those of them and
 * of their partitions that have no replica identity (`keyless`). A table that is published without one refuses every UPDATE and
 * DELETE, so that it must have one before. Partitions hold the rows and take no identity from the table above them, whose own
 * tells the subscriber the key. The index of a primary key that is deferrable is none.
 */
const carried = `
  RECURSIVE carried AS (
    SELECT c.oid, n.nspname AS schema, c.relname AS name, c.relkind, s.subname
    FROM pg_catalog.pg_subscription s
    JOIN pg_catalog.pg_subscription_rel r ON r.srsubid = s.oid
    JOIN pg_catalog.pg_class c ON c.oid = r.srrelid
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE s.oid IN (
      SELECT r.srsubid FROM pg_catalog.pg_subscription_rel r
      JOIN pg_catalog.pg_class c ON c.oid = r.srrelid
      JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE ${isWatched})
  ), member AS (
    SELECT oid AS top, oid FROM carried
    UNION
    SELECT m.top, i.inhrelid FROM member m JOIN pg_catalog.pg_inherits i ON i.inhparent = m.oid
    JOIN pg_catalog.pg_class child ON child.oid = i.inhrelid AND child.relispartition
  ), keyless AS (
    SELECT m.top, c.oid, n.nspname AS schema, c.relname AS name
    FROM member m JOIN pg_catalog.pg_class c ON c.oid = m.oid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE (m.oid = m.top OR c.relkind = 'r') AND NOT CASE c.relreplident
      WHEN 'f' THEN true
      WHEN 'n' THEN false
      ELSE EXISTS (SELECT FROM pg_catalog.pg_index i WHERE i.indrelid = c.oid AND i.indisvalid AND i.indimmediate
                     AND CASE c.relreplident WHEN 'i' THEN i.indisreplident ELSE i.indisprimary END)
    END
  )`;

/** So many tables without a replica identity are named. */
const namedTables = 20;

/**
 * What the target has of what it would need as a publisher. A publication counts that publishes every one of these tables, all
 * of their rows and columns, and every kind of statement: columns that hold limits came with PostgreSQL 15, and are read by
 * their names. Superusers do not count among the accounts: nobody should replicate as one. $4: the name that the script gives
 * publication and account.
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
         (SELECT count(DISTINCT k.oid) FROM keyless k)::int AS keyless,
         (SELECT (pg_catalog.array_agg(k.name ORDER BY k.name))[1:${namedTables}]
          FROM (SELECT DISTINCT pg_catalog.format('%I.%I', schema, name) AS name FROM keyless) k) AS keyless_named,
         (SELECT pg_catalog.array_agg(DISTINCT u.name::text) FROM pg_catalog.pg_subscription s
          JOIN pg_catalog.pg_database d ON d.oid = s.subdbid AND d.datname = pg_catalog.current_database()
          CROSS JOIN LATERAL pg_catalog.unnest(s.subpublications) AS u (name)
          WHERE s.subname IN (SELECT t.subname FROM carried t)) AS subscribed,
         EXISTS (SELECT FROM pg_catalog.pg_publication p WHERE p.pubname = $4) AS has_own_publication,
         EXISTS (SELECT FROM pg_catalog.pg_roles r WHERE r.rolname = $4) AS has_own_account,
         EXISTS (SELECT FROM carried t JOIN pg_catalog.pg_subscription s ON s.subname = t.subname AND s.subenabled
                 JOIN pg_catalog.pg_database d ON d.oid = s.subdbid AND d.datname = pg_catalog.current_database()) AS is_subscribed,
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
  /** Tables and partitions without a replica identity. */
  keyless: number;
  /** Quoted. null: none. */
  keyless_named: string[] | null;
  /** Publications of the source that bring these tables. null: none. */
  subscribed: string[] | null;
  /** There is one of the script's name, whatever it publishes. */
  has_own_publication: boolean;
  /** There is an account of the script's name, whatever it may do. */
  has_own_account: boolean;
  /** A subscription of these tables is enabled. */
  is_subscribed: boolean;
  publication: string | null;
  accounts: string[] | null;
}

/** Every table that the way back carries, of one subscription after the other. */
export const tablesStatement = `
  WITH ${carried}
  SELECT t.schema, t.name, t.relkind = 'p' AS is_partitioned, t.subname AS subscription,
         (SELECT pg_catalog.array_agg(pg_catalog.format('%I.%I', k.schema, k.name) ORDER BY k.schema, k.name)
          FROM keyless k WHERE k.top = t.oid) AS keyless
  FROM carried t ORDER BY t.schema, t.name`;

/** One row of {@link tablesStatement}. */
export interface TableRow {
  schema: string;
  name: string;
  is_partitioned: boolean;
  subscription: string;
  /** Quoted: the table and its partitions, where they have no replica identity. null: all have one. */
  keyless: string[] | null;
}

/**
 * What the source has of what it would need as a subscriber. Origins have a limit of their own since PostgreSQL 18.
 * $1: the name that the script gives the subscription. $2: the publications by which the source brings the tables.
 */
export const sourceStatement = `
  SELECT pg_catalog.current_setting('max_logical_replication_workers')::int AS max_workers,
         (SELECT count(*) FROM pg_catalog.pg_stat_subscription w WHERE w.pid IS NOT NULL)::int AS workers,
         COALESCE(pg_catalog.current_setting('max_active_replication_origins', true),
                  pg_catalog.current_setting('max_replication_slots'))::int AS max_origins,
         CASE WHEN pg_catalog.current_setting('max_active_replication_origins', true) IS NULL
              THEN 'max_replication_slots' ELSE 'max_active_replication_origins' END AS origin_limit,
         (SELECT count(*) FROM pg_catalog.pg_replication_origin)::int AS origins,
         (SELECT (pg_catalog.array_agg(t.name ORDER BY t.name))[1:${namedTables}] FROM (
            SELECT DISTINCT pg_catalog.format('%I.%I', n.nspname, c.relname) AS name
            FROM pg_catalog.pg_publication_rel r JOIN pg_catalog.pg_publication p ON p.oid = r.prpubid
            JOIN pg_catalog.pg_class c ON c.oid = r.prrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE p.pubname = ANY ($2)
              AND pg_catalog.concat(pg_catalog.to_jsonb(r) ->> 'prqual', pg_catalog.to_jsonb(r) ->> 'prattrs') <> '') t) AS partly,
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
  /** Tables of which it publishes some rows or columns only, quoted. null: none. */
  partly: string[] | null;
  /** null: there is no such subscription. */
  is_enabled: boolean | null;
}

/**
 * For psql, on the server that the application wrote to: prints what sets the sequences of the other one, and never sets one back
 * there: numbers that were given out would come again. Those that have given out nothing stand where they begin on both.
 */
export const sequencesBackStatement = [
  "SELECT pg_catalog.format('SELECT pg_catalog.setval(%L, %s(last_value, %s)) FROM %I.%I;',",
  "pg_catalog.format('%I.%I', schemaname, sequencename), CASE WHEN increment_by > 0 THEN 'GREATEST' ELSE 'LEAST' END,",
  'last_value, schemaname, sequencename) AS "run on the SOURCE" FROM pg_catalog.pg_sequences WHERE last_value IS NOT NULL ORDER BY 1;',
].join(' ');
