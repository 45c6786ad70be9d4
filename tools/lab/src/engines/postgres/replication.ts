import type { Client } from 'pg';
import { until } from '../../deadline.js';
import type { LabState } from '../../lab-state.js';
import { shopDatabase, shopTables } from '../../shop/sizes.js';
import { replicationAccount } from './accounts.js';
import { rowsOf } from './admin.js';
import type { PairSessions } from '../engine.js';
import type { PostgresTypes } from './postgres-types.js';
import { quoteString } from './quote.js';
import { serverPaths } from './server/server-paths.js';
import type { SlotState, SubscriptionState } from './subscription-state.js';

export const publicationName = 'shop_publication';
/** What it publishes: every table of the shop; since PostgreSQL 15, which can publish a schema, those to come included. */
export async function publishedTables(source: Client): Promise<string> {
  return (await isOld(source)) ? `TABLE ${shopTables.join(', ')}` : 'TABLES IN SCHEMA public';
}

/** Older than the oldest that the lab is for: it is there for `npm run test:matrix`. */
async function isOld(client: Client): Promise<boolean> {
  const [row] = await rowsOf(client, "SELECT current_setting('server_version_num')::int AS version");
  return Number(row?.['version']) < 150_000;
}
/** Of the subscription on the target, and of its slot on the source. */
export const subscriptionName = 'shop_subscription';

type Pair = PairSessions<PostgresTypes>;

/** Publishes the shop. */
export async function publish(source: Client): Promise<void> {
  await source.query(`CREATE PUBLICATION ${publicationName} FOR ${await publishedTables(source)}`);
}

/**
 * How the target logs in to this database of the source, over TLS. The password stands in a file, so that the catalog does
 * not show it.
 */
export function connectionToSource(state: LabState, database: string): string {
  const { passwordFile, tls } = serverPaths(state, 'target');
  const connection = Object.entries({
    host: '127.0.0.1',
    port: String(state.ports.source),
    dbname: database,
    user: replicationAccount,
    passfile: passwordFile,
    sslmode: 'verify-full',
    sslrootcert: tls.ca,
  });
  return connection.map(([name, value]) => `${name}='${value.replaceAll(/['\\]/g, '\\$&')}'`).join(' ');
}

/** Makes the target subscribe to the source, under a new slot. Enabled, it begins to copy every table. */
export async function subscribe(target: Client, state: LabState, options: { isEnabled: boolean }): Promise<void> {
  const connection = quoteString(connectionToSource(state, shopDatabase));
  await target.query(
    `CREATE SUBSCRIPTION ${subscriptionName} CONNECTION ${connection} PUBLICATION ${publicationName}
     WITH (enabled = ${options.isEnabled})`,
  );
}

/** Disables the subscription, and waits until both servers know that nobody reads from the slot. */
export async function disableSubscription(pair: Pair): Promise<void> {
  await pair.withAdmin('target', (target) => target.query(`ALTER SUBSCRIPTION ${subscriptionName} DISABLE`));
  const hasEnded = async (): Promise<true | undefined> => {
    const state = await readSubscription(pair);
    // The source notices a little later that nobody reads from the slot.
    const isRead = typeof state?.slot === 'object' && state.slot.isActive;
    return state?.isWorkerRunning || isRead ? undefined : true;
  };
  await until('the apply worker to end', hasEnded, { timeoutMs: 20_000 });
}

/** Enables the subscription. Its worker begins within a second. */
export async function enableSubscription(pair: Pair): Promise<void> {
  await pair.withAdmin('target', (target) => target.query(`ALTER SUBSCRIPTION ${subscriptionName} ENABLE`));
}

/** Nobody counts the errors of a subscription before PostgreSQL 15. */
const noCounters = '(SELECT NULL::oid AS subid, 0 AS apply_error_count, 0 AS sync_error_count WHERE false)';

/** Reads what both servers say about the subscription; null when there is none. The source may be down. */
export async function readSubscription(pair: Pair): Promise<SubscriptionState | null> {
  const [row] = await pair.withAdmin('target', async (target) =>
    rowsOf(
      target,
      `SELECT s.subenabled AS is_enabled,
              EXISTS (SELECT FROM pg_stat_subscription w WHERE w.subid = s.oid AND w.relid IS NULL AND w.pid IS NOT NULL)
                AS is_running,
              (SELECT count(*) FROM pg_subscription_rel r WHERE r.srsubid = s.oid) AS tables,
              (SELECT count(*) FROM pg_subscription_rel r WHERE r.srsubid = s.oid AND r.srsubstate = 'r') AS in_sync,
              t.apply_error_count AS apply_errors, t.sync_error_count AS sync_errors
       FROM pg_subscription s LEFT JOIN ${(await isOld(target)) ? noCounters : 'pg_stat_subscription_stats'} t ON t.subid = s.oid
       WHERE s.subname = $1`,
      [subscriptionName],
    ),
  );
  if (!row) return null;
  return {
    isEnabled: row['is_enabled'] === true,
    isWorkerRunning: row['is_running'] === true,
    tables: Number(row['tables']),
    tablesInSync: Number(row['in_sync']),
    applyErrors: Number(row['apply_errors']),
    syncErrors: Number(row['sync_errors']),
    slot: await pair.withAdmin('source', readSlot).catch(() => 'unknown' as const),
  };
}

/** Waits until every table is in sync, and a worker reads from the slot. */
export async function waitUntilReplicating(pair: Pair, timeoutMs = 30_000): Promise<void> {
  const look = async (): Promise<true | undefined> => {
    const state = await readSubscription(pair);
    if (!state?.isWorkerRunning || state.tablesInSync < state.tables) return undefined;
    return typeof state.slot === 'object' && state.slot.isActive ? true : undefined;
  };
  await until('the subscription to follow the source', look, {
    timeoutMs,
    advice: 'The error log of the target says why it does not.',
  });
}

/** Waits until the target has confirmed everything that the source has committed up to now. */
export async function waitUntilApplied(pair: Pair, timeoutMs: number): Promise<void> {
  await pair.withAdmin('source', async (source) => {
    const [position] = await rowsOf(source, 'SELECT pg_current_wal_lsn()::text AS lsn');
    const look = async (): Promise<true | undefined> => {
      const [row] = await rowsOf(
        source,
        'SELECT confirmed_flush_lsn >= $2::pg_lsn AS is_there FROM pg_replication_slots WHERE slot_name = $1',
        [subscriptionName, position?.['lsn']],
      );
      return row?.['is_there'] === true ? true : undefined;
    };
    await until(`the target to reach ${String(position?.['lsn'])}`, look, { timeoutMs, pauseMs: 20 });
  });
}

/** Ends whoever reads from the slot, and drops it. Does nothing when there is none. */
export async function dropSlot(source: Client): Promise<void> {
  const look = async (): Promise<true | undefined> => {
    const [slot] = await rowsOf(source, 'SELECT active_pid FROM pg_replication_slots WHERE slot_name = $1', [
      subscriptionName,
    ]);
    if (!slot) return true;
    // Before PostgreSQL 14 it does not wait for the end, and the worker comes back every second: then once more.
    await source.query('SELECT pg_terminate_backend($1)', [slot['active_pid']]);
    await source.query('SELECT pg_drop_replication_slot($1)', [subscriptionName]).catch(unlessInUse);
    return undefined;
  };
  await until('the slot to be dropped', look, { timeoutMs: 20_000 });
}

function unlessInUse(error: unknown): void {
  const inUse = '55006';
  if ((error as { code?: string }).code !== inUse) throw error;
}

async function readSlot(source: Client): Promise<SlotState | 'missing'> {
  const [row] = await rowsOf(
    source,
    `SELECT active, wal_status, pg_wal_lsn_diff(pg_current_wal_lsn(), confirmed_flush_lsn) AS bytes_behind
     FROM pg_replication_slots WHERE slot_name = $1`,
    [subscriptionName],
  );
  if (!row) return 'missing';
  return {
    isActive: row['active'] === true,
    walStatus: String(row['wal_status']),
    bytesBehind: Number(row['bytes_behind']),
  };
}
