import { accountsDatabase, type Compression } from '@cutover/contracts';
import type { BackupServerConfig } from '../../config/backups.schema.js';
import { messageOf } from '../../failures/message-of.js';
import { dumpDialects } from '../dump/dialects/registry.js';
import { chooseClient } from '../programs/choose-client.js';
import { chooseDatabases, faultOfChoice, wantsAccounts } from '../servers/choose-databases.js';
import { hiddenDatabases, lookAtServer, planAccounts, type ServerLook } from '../servers/look-at-server.js';
import type { BackupStorage } from '../storages/backup-storage.js';
import { runBackup, type BackupOrder, type BackupOutcome } from './run-backup.js';

/** What is backed up of one server, and how. */
export interface ServerOrder {
  server: BackupServerConfig;
  /** null: those that the configuration names, else all that are there. */
  databases: readonly string[] | null;
  storages: readonly BackupStorage[];
  compression: Compression;
  recipients: readonly string[];
  /** Which schedule it is of, or `manual`. */
  type: string;
  signal: AbortSignal;
  now: () => Date;
  onProgress?: (database: string, dumpBytes: bigint) => void;
}

/**
 * What came of one database. `database` null: of the server as a whole nothing could be backed up. `skipped`: why the accounts were left out,
 * which is no failure.
 */
export type ServerResult =
  | { database: string; outcome: BackupOutcome; durationMs: number }
  | { database: string; skipped: string; durationMs: number }
  | { database: string | null; failure: string; durationMs: number };

/**
 * Backs up the databases of a server one after the other, each in a snapshot of its own, and then its accounts; one that fails does not hold
 * up the next. Yields what came of each when it is known. Rejects only when aborted.
 */
export async function* backUpServer(order: ServerOrder): AsyncGenerator<ServerResult> {
  const startMs = performance.now();
  const prepared = await unlessAborted(prepare(order), order.signal);
  if (typeof prepared === 'string') {
    yield { database: null, failure: prepared, durationMs: performance.now() - startMs };
    return;
  }
  for (const database of prepared.chosen) yield await backUpDatabase(order, prepared, database);
  if (wantsAccounts(order.server, order.databases)) yield* backUpAccounts(order, prepared);
}

type Prepared = Awaited<ReturnType<typeof prepare>>;

async function backUpDatabase(
  order: ServerOrder,
  { look, client, hidden }: Prepared,
  database: string,
): Promise<ServerResult> {
  const lacking = hidden.get(database);
  if (lacking !== undefined) return { database, failure: lacking, durationMs: 0 };
  const databaseOptions = look.databases.get(database) ?? null;
  const result = await carriedOut(order, look, {
    database,
    client,
    databaseOptions,
    roles: look.roles,
    accounts: null,
  });
  // The client alone would name a number of an error where the name is misspelt.
  const unseen = faultOfChoice([database], look.databases);
  return unseen !== null && 'failure' in result ? { ...result, failure: `${unseen} ${result.failure}` } : result;
}

/** Yields nothing where no client of the engine dumps accounts and nobody asked for them by name. */
async function* backUpAccounts(order: ServerOrder, { look }: Prepared): AsyncGenerator<ServerResult> {
  const { server, databases, recipients, signal } = order;
  const database = accountsDatabase;
  const failed = (failure: string): ServerResult => ({ database, failure, durationMs: 0 });
  const plan = await unlessAborted(
    planAccounts(server.engine, { ...server, rds: false }, recipients.length > 0),
    signal,
  );
  if (typeof plan === 'string') return yield failed(plan);
  const kind = dumpDialects[server.engine].accounts;
  if (plan === null || kind === null) {
    if (databases !== null) yield failed(`The accounts of ${server.engine} are not backed up: no client dumps them.`);
    return;
  }
  if ('skipped' in plan)
    return yield databases === null ? { database, skipped: plan.skipped, durationMs: 0 } : failed(plan.skipped);
  const client = await unlessAborted(chooseClient(server.engine, kind, look.identity.version), signal);
  if (typeof client === 'string') return yield failed(client);
  yield await carriedOut(order, look, { database, client, databaseOptions: null, roles: null, accounts: plan });
}

async function carriedOut(
  order: ServerOrder,
  look: ServerLook,
  own: Pick<BackupOrder, 'database' | 'client' | 'databaseOptions' | 'roles' | 'accounts'>,
): Promise<ServerResult> {
  const { server, signal } = order;
  signal.throwIfAborted();
  const beganMs = performance.now();
  const outcome = await unlessAborted(
    runBackup({
      ...{ ...own, endpoint: { ...server, rds: false }, server: server.name, engine: server.engine, type: order.type },
      ...{ serverVersion: look.identity.version, tellsPosition: look.tellsPosition },
      ...{ storages: order.storages, compression: order.compression, recipients: order.recipients },
      ...{ signal, now: order.now, onProgress: ({ dumpBytes }) => order.onProgress?.(own.database, dumpBytes) },
    }),
    signal,
  );
  const told = { database: own.database, durationMs: performance.now() - beganMs };
  return typeof outcome === 'string' ? { ...told, failure: outcome } : { ...told, outcome };
}

async function prepare({ server, databases }: ServerOrder) {
  const look = await lookAtServer(server.engine, { ...server, rds: false });
  const client = await chooseClient(server.engine, dumpDialects[server.engine], look.identity.version);
  const all = databases ?? chooseDatabases(server, look.databases.keys());
  const chosen = all.filter((name) => name !== accountsDatabase || look.databases.has(name));
  // Of one that is not there the client says so.
  const there = chosen.filter((database) => look.databases.has(database));
  const hidden = new Map(await hiddenDatabases(server.engine, { ...server, rds: false }, there));
  if (look.databases.has(accountsDatabase)) hidden.set(accountsDatabase, nameIsTaken);
  return { look, client, chosen, hidden };
}

const nameIsTaken = `A database of the name ${accountsDatabase} is not backed up: the accounts of the server are kept under it. Rename the database.`;

/** What it resolves with, or why it failed. Rejects when aborted. */
async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T | string> {
  return work.catch((error: unknown) => {
    signal.throwIfAborted();
    return messageOf(error);
  });
}
