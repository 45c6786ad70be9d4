import type { CatalogParts } from '@cutover/databases/postgres';
import { listedHoldUps } from '@cutover/contracts';
import { lastingSeconds, waitingSeconds } from '../../sessions-dialect.js';

/** Whether the server shows us what other accounts' sessions do; without it most columns of theirs are NULL. */
export const maySeeStatement = "SELECT pg_catalog.pg_has_role('pg_read_all_stats', 'USAGE') AS may_see";

/** Of a statement more is not needed to know what it does, and there may be a megabyte of it (track_activity_query_size). */
const readCharacters = 1000;

/** Statements of these kinds change a definition, or rewrite a table; comments may stand before them. */
const telling =
  '^([[:space:]]|/[*].*?[*]/|--[^\\n]*\\n)*(ALTER|CREATE|DROP|TRUNCATE|REINDEX|CLUSTER|VACUUM[[:space:]]*[(]?[^;]*FULL|REFRESH)\\y';

/** Which sessions are looked at. */
interface Place {
  /** Whether a session of pg_stat_activity `a` is told of; base backups always are, which are of the whole server. */
  isHere: string;
  /** Which locks `l` change a table. */
  isChanging: string;
}

/** Of the database that is asked. Catalogs of others cannot be read from it. */
const here: Place = {
  isHere: 'a.datname IS NOT DISTINCT FROM pg_catalog.current_database()',
  isChanging: `l.database = (SELECT d.oid FROM pg_catalog.pg_database d WHERE d.datname = pg_catalog.current_database())
      AND EXISTS (SELECT FROM pg_catalog.pg_class c WHERE c.oid = l.relation AND c.relpersistence <> 't')`,
};

/** Of all databases; that a lock is of a table which is no temporary one only its own database can tell. */
const anywhere: Place = { isHere: 'a.datname IS NOT NULL', isChanging: 'l.database <> 0' };

/**
 * `told`: sessions that something may have to wait for. `kind`: why it is here, the first of those that hold. Sessions of our own account
 * are left out.
 */
const toldSessions = ({ waitsSince }: CatalogParts, { isHere, isChanging }: Place): string => `
  WITH locks AS MATERIALIZED (
    SELECT l.pid, l.granted, ${waitsSince} AS waitstart, l.locktype, l.mode, l.database, l.relation FROM pg_catalog.pg_locks l
  ), waiting AS (
    SELECT l.pid, extract(epoch FROM pg_catalog.clock_timestamp() - min(l.waitstart)) AS seconds
    FROM locks l WHERE NOT l.granted GROUP BY l.pid
  ), changing AS (
    SELECT DISTINCT l.pid FROM locks l
    WHERE l.granted AND l.locktype = 'relation' AND l.mode = 'AccessExclusiveLock' AND l.relation >= 16384 AND ${isChanging}
  ), others AS (
    SELECT a.pid, a.datname, a.usename, a.client_addr, a.application_name, a.backend_type, a.state, a.query, a.xact_start, a.state_change,
           EXISTS (SELECT FROM pg_catalog.pg_stat_progress_basebackup b WHERE b.pid = a.pid) AS is_base_backup,
           ${isHere} AS is_here,
           w.seconds AS waits, c.pid IS NOT NULL AS is_changing,
           extract(epoch FROM pg_catalog.clock_timestamp() - a.xact_start) AS open_for
    FROM pg_catalog.pg_stat_activity a LEFT JOIN waiting w ON w.pid = a.pid LEFT JOIN changing c ON c.pid = a.pid
    WHERE a.pid <> pg_catalog.pg_backend_pid() AND a.usename IS DISTINCT FROM current_user
  ), told AS (
    SELECT CASE
             WHEN o.is_base_backup THEN 'backup'
             WHEN o.state LIKE 'idle%' AND o.query ~* '\\ypg_(backup_start|start_backup)[[:space:]]*[(]' THEN 'backup'
             WHEN NOT o.is_here THEN NULL
             WHEN o.waits >= ${waitingSeconds} THEN 'lock-wait'
             WHEN o.application_name IN ('pg_dump', 'pg_dumpall') AND o.state <> 'idle' THEN 'backup'
             WHEN o.state = 'active' AND o.query ~* '${telling}' AND o.query !~* '^[[:space:]]*CREATE[[:space:]]+(LOCAL[[:space:]]+|GLOBAL[[:space:]]+)?TEMP' THEN 'ddl'
             WHEN o.is_changing AND o.backend_type <> 'autovacuum worker' THEN 'ddl'
             WHEN o.backend_type = 'client backend' AND o.open_for >= ${lastingSeconds} THEN 'transaction'
           END AS kind, o.*
    FROM others o
  )`;

/**
 * Databases that have something to tell, whichever of them is asked: each then tells what, and whether it is so. NULL: something is of
 * the whole server, and all tell of it.
 */
export const concernedDatabasesStatement = (catalog: CatalogParts): string => `${toldSessions(catalog, anywhere)}
  SELECT DISTINCT CASE WHEN t.kind <> 'backup' THEN t.datname::text END AS database FROM told t WHERE t.kind IS NOT NULL`;

/**
 * Sessions of the database that something may have to wait for, and base backups, which are of the whole server. Whom a session waits for
 * is asked of those alone that wait for long: that takes the locks of the lock manager for a moment.
 */
export const sessionsStatement = (catalog: CatalogParts): string => `${toldSessions(catalog, here)}
  SELECT t.kind, t.pid::text AS pid, t.usename::text AS account, pg_catalog.host(t.client_addr) AS host, t.backend_type, t.state,
         CASE WHEN t.state = 'active' THEN pg_catalog.left(t.query, ${readCharacters}) END AS query,
         pg_catalog.floor(CASE t.kind WHEN 'lock-wait' THEN t.waits
           ELSE COALESCE(t.open_for, extract(epoch FROM pg_catalog.clock_timestamp() - t.state_change)) END)::int AS seconds,
         b.pid::text AS blocker, b.usename::text AS blocker_account, b.state AS blocker_state,
         pg_catalog.floor(extract(epoch FROM pg_catalog.clock_timestamp() - b.xact_start))::int AS blocker_seconds,
         w.pid = 0 AS is_behind_prepared
  FROM told t
  LEFT JOIN LATERAL (
    SELECT p.pid FROM pg_catalog.unnest(CASE WHEN t.kind = 'lock-wait' THEN pg_catalog.pg_blocking_pids(t.pid) END) AS p (pid) LIMIT 1
  ) w ON true
  LEFT JOIN pg_catalog.pg_stat_activity b ON b.pid = w.pid AND w.pid <> 0
  WHERE t.kind IS NOT NULL
  ORDER BY seconds DESC NULLS LAST LIMIT ${4 * listedHoldUps}`;

/** One row of {@link sessionsStatement}. */
export interface SessionRow {
  kind: 'transaction' | 'lock-wait' | 'backup' | 'ddl';
  pid: string;
  /** null: of the server itself. */
  account: string | null;
  host: string | null;
  backend_type: string | null;
  state: string | null;
  /** The first characters of what it runs; null: nothing. */
  query: string | null;
  seconds: number | null;
  /** The first of those that it waits for. */
  blocker: string | null;
  blocker_account: string | null;
  blocker_state: string | null;
  blocker_seconds: number | null;
  is_behind_prepared: boolean | null;
}

/**
 * Transactions of all databases that were prepared and neither committed nor rolled back, the oldest of each first; everybody may see
 * them.
 */
export const preparedStatement = `
  SELECT p.gid, p.owner::text AS account, p.database::text AS database,
         pg_catalog.floor(extract(epoch FROM pg_catalog.clock_timestamp() - p.prepared))::int AS seconds
  FROM (SELECT x.*, pg_catalog.row_number() OVER (PARTITION BY x.database ORDER BY x.prepared) AS place
        FROM pg_catalog.pg_prepared_xacts x
        WHERE x.prepared <= pg_catalog.clock_timestamp() - interval '${lastingSeconds} seconds') p
  WHERE p.place <= ${listedHoldUps} ORDER BY p.prepared`;

/** One row of {@link preparedStatement}. */
export interface PreparedRow {
  gid: string;
  account: string;
  database: string;
  seconds: number;
}
