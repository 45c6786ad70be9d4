import type { CatalogParts } from '@cutover/databases/postgres';

/**
 * A restored or promoted cluster begins a new timeline; one that is made anew has another system identifier, and a database
 * that is made anew another oid. Every account may ask. $1: names of databases.
 */
const identity = `
  SELECT (SELECT system_identifier::text FROM pg_catalog.pg_control_system()) AS system,
         (SELECT timeline_id::text FROM pg_catalog.pg_control_checkpoint()) AS timeline,
         d.oid::text AS database_oid, d.datname::text AS database,
         CASE WHEN NOT pg_catalog.pg_is_in_recovery() THEN pg_catalog.pg_current_wal_flush_lsn()::text END AS log,
         p.parts::text AS parts
  FROM pg_catalog.pg_database d`;

/** The source: one row for each database, with its logical slots as JSON, SlotFacts by name. Who reads a slot is null without pg_monitor. */
export const sourceStatement = ({ slotCounters, walCounters }: CatalogParts): string => `${identity}
  LEFT JOIN (
    SELECT s.database, pg_catalog.json_object_agg(s.slot_name, pg_catalog.json_build_object(
      'isLost', s.wal_status = 'lost', 'confirmed', s.confirmed_flush_lsn::text, 'isRead', s.active,
      'reader', CASE WHEN r.backend_start IS NOT NULL THEN pg_catalog.concat_ws(' ', r.pid, r.backend_start) END,
      'transactions', t.total_txns::text,
      'countedSince', pg_catalog.concat_ws('|', t.stats_reset, (SELECT c.stats_reset FROM ${walCounters} c)))) AS parts
    FROM pg_catalog.pg_replication_slots s
    LEFT JOIN ${slotCounters} t ON t.slot_name = s.slot_name
    LEFT JOIN pg_catalog.pg_stat_replication r ON r.pid = s.active_pid
    WHERE s.slot_type = 'logical' AND NOT s.temporary
    GROUP BY s.database) p ON p.database = d.datname
  WHERE d.datname = ANY ($1)`;

/** The target: one row for each database, with its subscriptions as JSON, SubscriptionFacts by name. */
export const targetStatement = ({ skippedUpTo, subscriptionCounters }: CatalogParts): string => `${identity}
  LEFT JOIN (
    SELECT s.subdbid, pg_catalog.json_object_agg(s.subname, pg_catalog.json_build_object(
      'id', s.oid::text, 'isEnabled', s.subenabled, 'slot', s.subslotname,
      'publications', pg_catalog.array_to_string(ARRAY(SELECT p FROM pg_catalog.unnest(s.subpublications) p ORDER BY p), ', '),
      'skipped', NULLIF(${skippedUpTo}, '0/0'::pg_catalog.pg_lsn)::text,
      'alterations', pg_catalog.pg_stat_get_tuples_updated('pg_catalog.pg_subscription'::pg_catalog.regclass)::text,
      'errors', (SELECT t.apply_error_count::text FROM ${subscriptionCounters} t WHERE t.subid = s.oid))) AS parts
    FROM pg_catalog.pg_subscription s
    GROUP BY s.subdbid) p ON p.subdbid = d.oid
  WHERE d.datname = ANY ($1)`;

/** One row of {@link sourceStatement} and {@link targetStatement}. */
export interface SideRow {
  system: string;
  timeline: string;
  database_oid: string;
  database: string;
  /** Where the server's own log ends; null of a standby. */
  log: string | null;
  /** JSON text; null: none. */
  parts: string | null;
}
