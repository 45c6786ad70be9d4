import { applicationName } from '@cutover/databases/postgres';

/**
 * Where the server stands. `flushed` is what walsenders may send; beside it nothing is left but the head of a page where `insert` is
 * at the beginning of one. `given`: numbers of transactions; no transaction that has written ends without changing it. `rows`: rows
 * written to tables of this database, which each session tells when it ends, at the latest.
 */
export const placeStatement = `
  SELECT pg_catalog.pg_current_snapshot()::text AS given,
         i.lsn::text AS insert_lsn, pg_catalog.pg_current_wal_flush_lsn()::text AS flushed,
         pg_catalog.mod(i.lsn - '0/0'::pg_catalog.pg_lsn, pg_catalog.current_setting('wal_block_size')::numeric)::int AS page_offset,
         (SELECT sum(t.n_tup_ins + t.n_tup_upd + t.n_tup_del)::text FROM pg_catalog.pg_stat_user_tables t) AS rows,
         pg_catalog.to_char(pg_catalog.clock_timestamp(), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS clock,
         pg_catalog.floor(extract(epoch FROM pg_catalog.clock_timestamp() - pg_catalog.pg_postmaster_start_time()))::int AS uptime
  FROM (SELECT pg_catalog.pg_current_wal_insert_lsn() AS lsn WHERE NOT pg_catalog.pg_is_in_recovery()) i`;

/** One row of {@link placeStatement}; a standby, which writes nothing itself, gives none. */
export interface PlaceRow {
  given: string;
  insert_lsn: string;
  flushed: string;
  page_offset: number;
  /** null: the database has no table. */
  rows: string | null;
  clock: string;
  uptime: number;
}

/** How far the target has applied what is published, by subscription of its database; needs EXECUTE on the function. */
export const appliedStatement = `
  SELECT max(o.remote_lsn)::text AS applied
  FROM pg_catalog.pg_subscription s JOIN pg_catalog.pg_show_replication_origin_status() o ON o.external_id = 'pg_' || s.oid
  WHERE s.subdbid = (SELECT d.oid FROM pg_catalog.pg_database d WHERE d.datname = pg_catalog.current_database())
    AND s.subname = ANY ($1)`;

/** The right for {@link appliedStatement}. */
export const appliedRight = 'EXECUTE ON FUNCTION pg_catalog.pg_show_replication_origin_status()';

/**
 * Sessions of the database that are neither ours nor of a subscriber, and prepared transactions, which somebody may commit. Others may
 * use our account too: their sessions have another name (`application_name`). A session has written since its transaction began where
 * that has a number. Without pg_read_all_stats the kind of a session is NULL.
 */
export const connectedStatement = `
  SELECT a.pid::text AS id, a.usename::text AS account, pg_catalog.host(a.client_addr) AS host, a.backend_type AS kind,
         a.backend_xid IS NOT NULL AS has_written,
         COALESCE(a.state, 'at work') || ' for ' ||
           pg_catalog.floor(extract(epoch FROM pg_catalog.clock_timestamp() - COALESCE(a.state_change, a.backend_start))) || ' s' AS doing
  FROM pg_catalog.pg_stat_activity a
  WHERE a.datname = pg_catalog.current_database() AND a.pid <> pg_catalog.pg_backend_pid()
    AND NOT (a.usename IS NOT DISTINCT FROM session_user AND a.application_name = '${applicationName}')
    AND COALESCE(a.backend_type, 'client backend') NOT IN ('walsender', 'autovacuum worker', 'parallel worker')
  UNION ALL
  SELECT p.gid, p.owner::text, NULL, 'prepared', true, 'a prepared transaction, which COMMIT PREPARED makes a write'
  FROM pg_catalog.pg_prepared_xacts p WHERE p.database = pg_catalog.current_database()`;

/** One row of {@link connectedStatement}. */
export interface ConnectedRow {
  id: string;
  account: string | null;
  host: string | null;
  /** As pg_stat_activity has it, or `prepared`; null: hidden from our account. */
  kind: string | null;
  has_written: boolean;
  doing: string | null;
}

/** Watched tables by rows written since their counters began. */
export const writtenStatement = `
  SELECT t.schemaname || '.' || t.relname AS name, (t.n_tup_ins + t.n_tup_upd + t.n_tup_del)::text AS rows
  FROM pg_catalog.pg_stat_user_tables t
  WHERE t.schemaname = ANY ($1) AND t.n_tup_ins + t.n_tup_upd + t.n_tup_del > 0
  ORDER BY t.n_tup_ins + t.n_tup_upd + t.n_tup_del DESC LIMIT 500`;
