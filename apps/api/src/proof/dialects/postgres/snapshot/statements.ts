/** The oldest version that tells of a subscription whether it takes changes which came to the source by replication. */
const tellsOrigin = 160_000;

/** Subscriptions of this database of the target. The connection text is not read: it holds a password. */
export function subscriptionsStatement(versionNumber: number): string {
  const isLocalOnly = versionNumber >= tellsOrigin ? "s.suborigin = 'none'" : 'false';
  return `
    SELECT s.oid::text AS id, s.subname AS name, s.subslotname AS slot, s.subpublications AS publications,
           ${isLocalOnly} AS is_local_only
    FROM pg_catalog.pg_subscription s
    WHERE s.subdbid = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())`;
}

/** One row of {@link subscriptionsStatement}. */
export interface SubscriptionRow {
  id: string;
  name: string;
  slot: string | null;
  publications: string[];
  /** It leaves out what the source itself got by replication (origin = none). */
  is_local_only: boolean;
}

/** The tables of these subscriptions: schema, name, and how far their first copy is (`r`: ready). */
export const subscribedTablesStatement = `
  SELECT r.srsubid::text AS id, n.nspname AS schema, c.relname AS name
  FROM pg_catalog.pg_subscription_rel r
  JOIN pg_catalog.pg_class c ON c.oid = r.srrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE r.srsubid::text = ANY ($1)`;

/** One row of {@link subscribedTablesStatement}. */
export interface SubscribedTableRow {
  id: string;
  schema: string;
  name: string;
}

/** Slots and publications of the source with these names. A slot has confirmed what its subscription has applied. */
export const sourceStatement = `
  SELECT s.slot_name AS name, s.confirmed_flush_lsn::text AS confirmed, 'slot' AS kind
  FROM pg_catalog.pg_replication_slots s
  WHERE s.slot_type = 'logical' AND s.database = pg_catalog.current_database() AND s.slot_name = ANY ($1)
  UNION ALL
  SELECT p.pubname, NULL, 'publication' FROM pg_catalog.pg_publication p WHERE p.pubname = ANY ($2)`;

/** One row of {@link sourceStatement}. */
export interface SourceRow {
  name: string;
  confirmed: string | null;
  kind: 'slot' | 'publication';
}

/**
 * Up to where the subscriptions of these slots say that they have applied: what they have flushed everybody may see, what they have
 * applied since (replay_lsn) only pg_monitor.
 */
export const confirmedStatement = `
  SELECT s.slot_name AS name, GREATEST(s.confirmed_flush_lsn, r.replay_lsn)::text AS confirmed
  FROM pg_catalog.pg_replication_slots s LEFT JOIN pg_catalog.pg_stat_replication r ON r.pid = s.active_pid
  WHERE s.slot_type = 'logical' AND s.database = pg_catalog.current_database() AND s.slot_name = ANY ($1)`;

/** One row of {@link confirmedStatement}. */
export type ConfirmedRow = Pick<SourceRow, 'name' | 'confirmed'>;

/** Takes the next number of a transaction and gives it up: every transaction that had one then has a lower number. */
export const nextXidStatement = 'SELECT pg_catalog.pg_current_xact_id()::text AS xid';

export const beginSnapshot = 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY';
export const snapshotStatement = 'SELECT pg_catalog.pg_current_snapshot()::text AS snapshot';
export const insertPositionStatement = 'SELECT pg_catalog.pg_current_wal_insert_lsn()::text AS lsn';

/** Up to where each subscription has applied. Needs EXECUTE on the function, which is not given to everybody. */
export const appliedStatement =
  "SELECT external_id AS origin, COALESCE(remote_lsn::text, '0/0') AS lsn FROM pg_catalog.pg_show_replication_origin_status()";

/** One row of {@link appliedStatement}. */
export interface AppliedRow {
  /** `pg_` and the OID of the subscription. */
  origin: string;
  lsn: string;
}

/** Transactions in which apply workers are just now: an applied position may already count one that is not visible yet. */
export const applyingStatement = `
  SELECT l.transactionid::text AS xid
  FROM pg_catalog.pg_stat_subscription w JOIN pg_catalog.pg_locks l ON l.pid = w.pid
  WHERE l.locktype = 'transactionid' AND l.mode = 'ExclusiveLock' AND l.granted`;

/** Transactions that apply workers have prepared (two_phase). The name holds the number that they have on the source. */
export const preparedStatement = `
  SELECT p.transaction::text AS xid, p.gid
  FROM pg_catalog.pg_prepared_xacts p WHERE p.gid LIKE 'pg\\_gid\\_%' AND p.database = pg_catalog.current_database()`;

/** One row of {@link preparedStatement}. */
export interface PreparedRow {
  xid: string;
  gid: string;
}

/** For whose transaction a process waits. A prepared transaction belongs to no process. */
export const blockerStatement = `
  SELECT w.transactionid::text AS xid, a.pid, a.usename AS role, a.application_name AS application, a.state,
         pg_catalog.floor(extract(epoch FROM pg_catalog.now() - COALESCE(a.xact_start, p.prepared)))::text AS seconds, p.gid
  FROM pg_catalog.pg_locks w
  LEFT JOIN pg_catalog.pg_locks h
    ON h.locktype = 'transactionid' AND h.transactionid = w.transactionid AND h.mode = 'ExclusiveLock' AND h.granted
  LEFT JOIN pg_catalog.pg_stat_activity a ON a.pid = h.pid
  LEFT JOIN pg_catalog.pg_prepared_xacts p ON p.transaction = w.transactionid
  WHERE w.pid = $1 AND w.locktype = 'transactionid' AND NOT w.granted
  LIMIT 1`;

/** One row of {@link blockerStatement}. */
export interface BlockerRow {
  xid: string;
  pid: number | null;
  role: string | null;
  application: string | null;
  state: string | null;
  seconds: string | null;
  gid: string | null;
}

/** Ends our own process that waits for others: a server does not notice that its client has gone while it waits. */
export const endBackendStatement = 'SELECT pg_catalog.pg_terminate_backend($1)';

/** Bytes of log that a process's slot keeps beyond what the other logical slots of this database keep anyway. */
export const keptStatement = `
  SELECT pg_catalog.pg_wal_lsn_diff(
           (SELECT min(o.restart_lsn) FROM pg_catalog.pg_replication_slots o WHERE NOT o.temporary AND o.database = s.database),
           s.restart_lsn)::text AS bytes
  FROM pg_catalog.pg_replication_slots s WHERE s.active_pid = $1`;

/** How far the first copy of these tables is, and by which subscription, as a snapshot of the target shows it. */
export const copyStatesStatement = `
  SELECT r.srsubid::text AS id, r.srsubstate::text AS state, s.subpublications AS publications
  FROM pg_catalog.pg_subscription_rel r JOIN pg_catalog.pg_subscription s ON s.oid = r.srsubid
  WHERE r.srrelid::text = ANY ($1)`;

/** One row of {@link copyStatesStatement}. */
export interface CopyStateRow {
  id: string;
  state: string;
  /** That it reads now. */
  publications: string[];
}
