import type { Compression } from '@cutover/contracts';
import type { BackupServerConfig } from '../../config/backups.schema.js';
import { messageOf } from '../../failures/message-of.js';
import { dumpDialects } from '../dump/dialects/registry.js';
import { chooseClient } from '../programs/choose-client.js';
import { chooseDatabases } from '../servers/choose-databases.js';
import { hiddenDatabases, lookAtServer } from '../servers/look-at-server.js';
import type { BackupStorage } from '../storages/backup-storage.js';
import { runBackup, type BackupOutcome } from './run-backup.js';

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

/** What came of one database. `database` null: of the server as a whole nothing could be backed up. */
export type ServerResult =
  | { database: string; outcome: BackupOutcome; durationMs: number }
  | { database: string | null; failure: string; durationMs: number };

/**
 * Backs up the databases of a server one after the other, each in a snapshot of its own; one that fails does not hold up the next. Yields
 * what came of each when it is known. Rejects only when aborted.
 */
export async function* backUpServer(order: ServerOrder): AsyncGenerator<ServerResult> {
  const { server, signal } = order;
  const endpoint = { ...server, rds: false };
  const startMs = performance.now();
  const prepared = await prepare(order).catch((error: unknown) => {
    signal.throwIfAborted();
    return messageOf(error);
  });
  if (typeof prepared === 'string') {
    yield { database: null, failure: prepared, durationMs: performance.now() - startMs };
    return;
  }
  const { client, chosen, look, hidden } = prepared;
  for (const database of chosen) {
    signal.throwIfAborted();
    const beganMs = performance.now();
    const lacking = hidden.get(database);
    if (lacking !== undefined) {
      yield { database, failure: lacking, durationMs: 0 };
      continue;
    }
    const outcome = await runBackup({
      ...{ endpoint, client, database, databaseOptions: look.databases.get(database) ?? null },
      ...{ server: server.name, engine: server.engine, tellsPosition: look.tellsPosition, type: order.type },
      ...{ serverVersion: look.identity.version, roles: look.roles },
      ...{ storages: order.storages, compression: order.compression, recipients: order.recipients },
      ...{ signal, now: order.now, onProgress: ({ dumpBytes }) => order.onProgress?.(database, dumpBytes) },
    }).catch((error: unknown) => {
      signal.throwIfAborted();
      return messageOf(error);
    });
    const durationMs = performance.now() - beganMs;
    yield typeof outcome === 'string' ? { database, failure: outcome, durationMs } : { database, outcome, durationMs };
  }
}

async function prepare({ server, databases }: ServerOrder) {
  const look = await lookAtServer(server.engine, { ...server, rds: false });
  const client = await chooseClient(server.engine, dumpDialects[server.engine], look.identity.version);
  const chosen = databases ?? chooseDatabases(server, look.databases.keys());
  // Of one that is not there the client says so.
  const there = chosen.filter((database) => look.databases.has(database));
  const hidden = await hiddenDatabases(server.engine, { ...server, rds: false }, there);
  return { look, client, chosen, hidden };
}
