import type { CatalogParts } from '@cutover/databases/postgres';

/** So many tables that are not ready are named. */
const namedTables = 20;

/** Texts of the tables of one subscription that are not ready, in the order of their names. */
const pending = (text: string): string => `
           (pg_catalog.array_agg(${text} ORDER BY n.nspname, c.relname) FILTER (WHERE r.srsubstate <> 'r'))[1:${namedTables}]`;

/**
 * Subscriptions of the database; where it has none, those of the whole target, so that one that belongs elsewhere can be told from
 * one that is missing. The connection text is not read: it holds a password, and only superusers may.
 *
 * With each, how far the copy of its tables is, where it is of this database. The letters are those of pg_subscription_rel. Which
 * table a copy is of is hidden from an account without pg_monitor: its progress is NULL then.
 */
export const subscriptionsStatement = ({ skippedUpTo, subscriptionCounters, copyProgress }: CatalogParts): string => `
  SELECT s.oid::text AS id, s.subname AS name, d.datname AS database, d.datname = pg_catalog.current_database() AS is_here,
         s.subenabled AS is_enabled, s.subslotname AS slot, s.subpublications AS publications,
         NULLIF(${skippedUpTo}, '0/0'::pg_catalog.pg_lsn)::text AS skipped,
         CASE WHEN NOT pg_catalog.pg_is_in_recovery() THEN pg_catalog.pg_current_wal_flush_lsn()::text END AS target_log,
         EXISTS (SELECT FROM pg_catalog.pg_stat_subscription w
                 WHERE w.subid = s.oid AND w.relid IS NULL AND w.pid IS NOT NULL) AS is_running,
         (SELECT max(w.received_lsn)::text FROM pg_catalog.pg_stat_subscription w
          WHERE w.subid = s.oid AND w.relid IS NULL AND w.pid IS NOT NULL) AS received,
         t.apply_error_count AS apply_errors, t.sync_error_count AS sync_errors,
         (pg_catalog.to_jsonb(t) ->> 'confl_update_missing')::bigint + (pg_catalog.to_jsonb(t) ->> 'confl_delete_missing')::bigint AS missed_rows,
         y.tables, y.ready, y.pending, y.states, y.copied_bytes, y.copied_rows
  FROM pg_catalog.pg_subscription s
  JOIN pg_catalog.pg_database d ON d.oid = s.subdbid
  LEFT JOIN ${subscriptionCounters} t ON t.subid = s.oid
  LEFT JOIN (
    SELECT r.srsubid, count(*)::int AS tables, (count(*) FILTER (WHERE r.srsubstate = 'r'))::int AS ready,${pending("n.nspname || '.' || c.relname")} AS pending,${pending('r.srsubstate::text')} AS states,${pending('p.bytes::text')} AS copied_bytes,${pending('p.tuples::text')} AS copied_rows
    FROM pg_catalog.pg_subscription_rel r
    JOIN pg_catalog.pg_class c ON c.oid = r.srrelid
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    LEFT JOIN (SELECT relid, max(bytes_processed) AS bytes, max(tuples_processed) AS tuples
               FROM ${copyProgress} y
               WHERE datname = pg_catalog.current_database() AND command = 'COPY FROM' GROUP BY relid) p ON p.relid = r.srrelid
    GROUP BY r.srsubid) y ON y.srsubid = s.oid
  WHERE d.datname = pg_catalog.current_database() OR NOT EXISTS (
    SELECT FROM pg_catalog.pg_subscription o JOIN pg_catalog.pg_database h ON h.oid = o.subdbid
    WHERE h.datname = pg_catalog.current_database())
  ORDER BY s.subname`;

/** What one row of {@link subscriptionsStatement} tells of the subscription. */
export interface SubscriptionRow {
  id: string;
  name: string;
  database: string;
  is_here: boolean;
  is_enabled: boolean;
  slot: string | null;
  publications: string[];
  /** End of a transaction that it was told to pass over; null: of none. */
  skipped: string | null;
  /** Where the target's own log ends; null of a standby. */
  target_log: string | null;
  is_running: boolean;
  /** Up to where the apply worker has received; null: none runs. */
  received: string | null;
  apply_errors: string | null;
  sync_errors: string | null;
  /** Changes that found no row on the target and were passed over, since the counters began; null before PostgreSQL 18. */
  missed_rows: string | null;
}

/** What it tells of the copy of its tables; all null of a subscription without a table. */
export interface InitialSyncRow {
  tables: number | null;
  ready: number | null;
  pending: string[] | null;
  states: string[] | null;
  copied_bytes: (string | null)[] | null;
  copied_rows: (string | null)[] | null;
}

/**
 * Where the source stands, which of these publications it has, and these slots, in one look: all distances are of one
 * moment. A standby stands where it has replayed to. What the account may not see of others' connections is null, and so
 * is a column that this version does not have, read by its name from the row as JSON (invalidation_reason: 17).
 */
export const sourceStatement = ({ slotCounters, walCounters }: CatalogParts): string => `
  SELECT w.lsn::text AS position, pg_catalog.pg_is_in_recovery() AS is_standby, pg_catalog.current_setting('wal_level') AS level,
         (SELECT pg_catalog.array_agg(p.pubname::text) FROM pg_catalog.pg_publication p WHERE p.pubname = ANY ($2)) AS publications,
         s.slot_name AS slot, s.database = pg_catalog.current_database() AS is_here, s.database, s.active AS is_active,
         s.wal_status, pg_catalog.to_jsonb(s) ->> 'invalidation_reason' AS invalidation_reason, s.safe_wal_size::text AS safe_bytes, s.confirmed_flush_lsn::text AS confirmed,
         pg_catalog.pg_wal_lsn_diff(w.lsn, s.confirmed_flush_lsn)::text AS behind_bytes,
         pg_catalog.pg_wal_lsn_diff(w.lsn, s.restart_lsn)::text AS retained_bytes,
         pg_catalog.pg_wal_lsn_diff(w.lsn, r.sent_lsn)::text AS not_sent_bytes,
         pg_catalog.floor(extract(epoch FROM r.replay_lag))::text AS replay_seconds,
         t.total_txns::text AS transactions,
         pg_catalog.concat_ws('|', t.stats_reset, (SELECT c.stats_reset FROM ${walCounters} c)) AS counted_since,
         (SELECT l.ssl FROM pg_catalog.pg_stat_ssl l WHERE l.pid = s.active_pid) AS tls
  FROM (SELECT CASE WHEN pg_catalog.pg_is_in_recovery() THEN pg_catalog.pg_last_wal_replay_lsn()
                     ELSE pg_catalog.pg_current_wal_lsn() END AS lsn) w
  LEFT JOIN pg_catalog.pg_replication_slots s ON s.slot_type = 'logical' AND s.slot_name = ANY ($1)
  LEFT JOIN ${slotCounters} t ON t.slot_name = s.slot_name
  LEFT JOIN pg_catalog.pg_stat_replication r ON r.pid = s.active_pid`;

/** One row of {@link sourceStatement}; without any of these slots there is one whose `slot` is null. */
export interface SourceRow {
  position: string | null;
  is_standby: boolean;
  /** wal_level. */
  level: string;
  publications: string[] | null;
  slot: string | null;
  is_here: boolean | null;
  database: string | null;
  is_active: boolean | null;
  wal_status: string | null;
  invalidation_reason: string | null;
  safe_bytes: string | null;
  confirmed: string | null;
  behind_bytes: string | null;
  retained_bytes: string | null;
  not_sent_bytes: string | null;
  replay_seconds: string | null;
  /** Decoded by the slot since its counters began; null: not told. */
  transactions: string | null;
  /** Changes when somebody resets counters, and after a crash; not when the slot is made anew. */
  counted_since: string;
  tls: boolean | null;
}
