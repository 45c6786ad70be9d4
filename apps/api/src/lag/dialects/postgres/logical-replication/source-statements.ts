import type { CatalogParts } from '@cutover/databases/postgres';
import type { StatementParts } from './versions/statement-parts.js';

/**
 * Every slot of the source with the connection that reads from it, in one look: all distances are of one moment. What the account
 * may not see of others' connections is NULL.
 */
export const slotsStatement = ({ slotColumns }: StatementParts): string => `
  SELECT w.lsn::text AS position, s.slot_name AS name, s.slot_type AS kind, s.plugin, s.database, s.temporary AS is_temporary,
         s.active AS is_active, s.wal_status, s.safe_wal_size::text AS safe_bytes,
         s.confirmed_flush_lsn::text AS confirmed, s.restart_lsn::text AS restart,
         pg_catalog.pg_wal_lsn_diff(w.lsn, s.confirmed_flush_lsn)::text AS behind_bytes,
         pg_catalog.pg_wal_lsn_diff(w.lsn, s.restart_lsn)::text AS retained_bytes, ${slotColumns},
         r.pid IS NOT NULL AS has_sender, r.application_name AS application, r.state,
         r.sent_lsn::text AS sent, r.write_lsn::text AS written, r.flush_lsn::text AS flushed, r.replay_lsn::text AS replayed,
         pg_catalog.pg_wal_lsn_diff(w.lsn, r.sent_lsn)::text AS not_sent_bytes,
         extract(epoch FROM r.replay_lag)::text AS replay_lag_seconds
  FROM (SELECT CASE WHEN pg_catalog.pg_is_in_recovery() THEN pg_catalog.pg_last_wal_replay_lsn()
                    ELSE pg_catalog.pg_current_wal_lsn() END AS lsn) w
  LEFT JOIN pg_catalog.pg_replication_slots s ON true
  LEFT JOIN pg_catalog.pg_stat_replication r ON r.pid = s.active_pid
  ORDER BY s.slot_name`;

/** One row of {@link slotsStatement}; without any slot there is one whose `name` is null. */
export interface SlotRow {
  position: string | null;
  name: string | null;
  kind: 'logical' | 'physical';
  plugin: string | null;
  database: string | null;
  is_temporary: boolean;
  is_active: boolean;
  wal_status: string | null;
  safe_bytes: string | null;
  confirmed: string | null;
  restart: string | null;
  behind_bytes: string | null;
  retained_bytes: string | null;
  is_conflicting: boolean | null;
  invalidation_reason: string | null;
  inactive_since: string | null;
  has_sender: boolean;
  application: string | null;
  state: string | null;
  sent: string | null;
  written: string | null;
  flushed: string | null;
  replayed: string | null;
  not_sent_bytes: string | null;
  replay_lag_seconds: string | null;
}

/** Workers that every server has, and that no limit of workers counts. */
const ownProcesses = [
  ...['client backend', 'autovacuum launcher', 'autovacuum worker', 'background writer', 'checkpointer', 'startup'],
  ...['archiver', 'logger', 'walreceiver', 'walsender', 'walsummarizer', 'walwriter', 'slotsync worker', 'io worker'],
  'standalone backend',
]
  .map((name) => `'${name}'`)
  .join(', ');

/** How many background workers run; NULL: the account may not see what some processes are. */
export const workerCount = `
  (SELECT CASE WHEN pg_catalog.bool_or(a.backend_type IS NULL) THEN NULL
               ELSE (count(*) FILTER (WHERE a.backend_type NOT IN (${ownProcesses})))::int END
   FROM pg_catalog.pg_stat_activity a)`;

/** Settings of the source, and how much of its limits is used. */
export const sourceLimitsStatement = `
  SELECT pg_catalog.current_setting('wal_level') AS level,
         pg_catalog.pg_size_bytes(pg_catalog.current_setting('max_slot_wal_keep_size'))::text AS keep_limit_bytes,
         pg_catalog.current_setting('max_replication_slots')::int AS max_slots,
         (SELECT count(*) FROM pg_catalog.pg_replication_slots)::int AS slots,
         pg_catalog.current_setting('max_wal_senders')::int AS max_senders,
         (SELECT count(*) FROM pg_catalog.pg_stat_replication)::int AS senders,
         pg_catalog.current_setting('max_worker_processes')::int AS max_workers, ${workerCount} AS workers`;

/** The row of {@link sourceLimitsStatement}. */
export interface SourceLimitsRow {
  level: string;
  /** Below 0: none. */
  keep_limit_bytes: string;
  max_slots: number;
  slots: number;
  max_senders: number;
  senders: number;
  max_workers: number;
  workers: number | null;
}

/** Stats every file of pg_wal, which may be thousands: once a minute. It needs pg_monitor. */
export const directoryStatement = `SELECT COALESCE(sum(size), 0)::text AS bytes FROM pg_catalog.pg_ls_waldir()`;

/** So many tables of a publication are named that it does not publish whole. */
const limitedTables = 20;

/** Publications of this database, and what they leave out of tables. */
export const publicationsStatement = ({ rowFilter, columnList }: CatalogParts): string => `
  SELECT p.pubname AS name, p.puballtables AS is_all_tables, p.pubviaroot AS via_root,
         p.pubinsert AS inserts, p.pubupdate AS updates, p.pubdelete AS deletes, p.pubtruncate AS truncates,
         (SELECT count(*) FROM pg_catalog.pg_get_publication_tables(p.pubname::text))::int AS tables,
         (SELECT pg_catalog.jsonb_agg(l.each)::text FROM (
            SELECT pg_catalog.jsonb_build_object(
                     'table', n.nspname || '.' || c.relname,
                     'rowFilter', pg_catalog.pg_get_expr(${rowFilter}, r.prrelid),
                     'columns', (SELECT pg_catalog.jsonb_agg(a.attname ORDER BY a.attnum) FROM pg_catalog.pg_attribute a
                                 WHERE a.attrelid = r.prrelid AND a.attnum = ANY (${columnList}))) AS each
            FROM pg_catalog.pg_publication_rel r
            JOIN pg_catalog.pg_class c ON c.oid = r.prrelid
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE r.prpubid = p.oid AND (${rowFilter} IS NOT NULL OR ${columnList} IS NOT NULL)
            ORDER BY n.nspname, c.relname LIMIT ${limitedTables}) l) AS limited
  FROM pg_catalog.pg_publication p ORDER BY p.pubname`;

/** One row of {@link publicationsStatement}. */
export interface PublicationRow {
  name: string;
  is_all_tables: boolean;
  via_root: boolean;
  inserts: boolean;
  updates: boolean;
  deletes: boolean;
  truncates: boolean;
  tables: number;
  /** JSON text: a list of what Publication.limited holds; null: none. */
  limited: string | null;
}
