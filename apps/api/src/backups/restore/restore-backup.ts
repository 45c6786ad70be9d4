import { text } from 'node:stream/consumers';
import type { BackupManifest } from '@cutover/contracts';
import { readPassword, type DedicatedSession, type Endpoint } from '@cutover/databases';
import { OperationalError } from '../../failures/failures.js';
import { chooseClient } from '../programs/choose-client.js';
import { dumpDialects } from '../dump/dialects/registry.js';
import { withLoginFile } from '../dump/login-file.js';
import { startProgram } from '../programs/child-program.js';
import { ByteTally } from '../run/byte-tally.js';
import { intoProgram, untilItEnds } from '../run/into-program.js';
import { lookAtServer } from '../servers/look-at-server.js';
import type { BackupStorage } from '../storages/backup-storage.js';
import { openingStages } from '../verify/read-back.js';
import { restoreDialects } from './dialects/registry.js';
import { withRestoreSession } from './restore-session.js';
import type { RestoreDialect, RestoreWithoutPowers } from './restore-dialect.js';

/** What is restored, and where to. */
export interface RestoreOrder {
  storage: BackupStorage;
  folder: string;
  manifest: BackupManifest;
  /** Of an account that may create the database and write to it. */
  endpoint: Endpoint;
  /** Is made, or must be empty. */
  database: string;
  /** The server is thrown away: roles that the dump names are made, and what it holds gets no powers. Else the account restores all. */
  isThrowaway: boolean;
  /** Files with a secret key of age; needed for an encrypted one alone. */
  identityFiles: readonly string[];
  signal: AbortSignal;
  /** Called before anything is written into the database: what comes of a restore that fails after it stays there. */
  onBegin?: () => void;
  /** Called now and then. `dumpBytes`: what was read of the dump, of `manifest.dump.bytes`. */
  onProgress?: (progress: { dumpBytes: bigint }) => void;
}

/** How a restored database compares with what the dump says of it. */
export interface RestoreOutcome {
  /** Tables whose rows were counted again. 0: the dump counts none. */
  countedTables: number;
  /** Of those, the ones that have another number of rows, as a sentence each. */
  differences: readonly string[];
}

/**
 * Restores a backup into an empty database, and counts the rows of its tables. Never writes into a database that holds anything. What was
 * written of a restore that failed stays there, to be looked at; it is not usable. Rejects with OperationalError, or when aborted.
 */
export async function restoreBackup(order: RestoreOrder): Promise<RestoreOutcome> {
  const { manifest, endpoint, database } = order;
  const dialect = restoreDialects[manifest.engine];
  const { identity, databases } = await lookAtServer(manifest.engine, endpoint);
  const client = await chooseClient(manifest.engine, dialect, identity.version);
  await prepare(order, dialect, databases.has(database));
  order.onBegin?.();
  if (order.isThrowaway && dialect.withoutPowers !== undefined)
    await restoreWithoutPowers(order, dialect, dialect.withoutPowers, client.path);
  else await stream(order, dialect, client.path);
  return withRestoreSession(target(order, database), (session) => compare(session, order, dialect));
}

const target = ({ manifest, endpoint }: RestoreOrder, database: string | undefined) => ({
  engine: manifest.engine,
  endpoint,
  database,
});

async function prepare(order: RestoreOrder, dialect: RestoreDialect, isThere: boolean): Promise<void> {
  const { database, manifest } = order;
  if (!isThere)
    return withRestoreSession(target(order, dialect.maintenanceDatabase), (session) =>
      dialect.create(session, database, manifest.databaseOptions),
    );
  const tables = await withRestoreSession(target(order, database), (session) => dialect.countTables(session, database));
  if (tables > 0)
    throw new OperationalError(
      'DATABASE_NOT_EMPTY',
      `Database ${database} on ${order.endpoint.host}:${order.endpoint.port} holds ${tables} tables, and nothing is restored over them: name another database, or empty this one yourself.`,
    );
}

async function restoreWithoutPowers(
  order: RestoreOrder,
  dialect: RestoreDialect,
  parts: RestoreWithoutPowers,
  program: string,
): Promise<void> {
  const { endpoint, database, manifest, signal } = order;
  const { powerful, rest } = parts.split(await listOf(order, parts, program));
  const account = await withRestoreSession(target(order, dialect.maintenanceDatabase), (session) =>
    parts.makeAccount(session, manifest.roles ?? []),
  );
  await withRestoreSession(target(order, database), (session) =>
    parts.giveDatabase(session, database, account.username),
  );
  signal.throwIfAborted();
  // An empty list would be no list.
  if (powerful !== '') await withLoginFile(powerful, (listFile) => stream(order, dialect, program, listFile));
  await withRestoreSession(target(order, database), (session) => parts.openDatabase(session, database));
  const asAccount = { ...order, endpoint: { ...endpoint, ...account } };
  await withLoginFile(rest, (listFile) => stream(asAccount, dialect, program, listFile));
}

/** What is in a dump; its beginning says it. */
async function listOf(order: RestoreOrder, { listArgs }: RestoreWithoutPowers, program: string): Promise<string> {
  const { storage, folder, manifest, identityFiles, signal } = order;
  const source = await storage.read(`${folder}/${manifest.object.name}`);
  const running = await startProgram(program, listArgs, { signal });
  const stagesOf = (either: AbortSignal) => [source, ...openingStages(manifest, identityFiles, either)] as const;
  const [list] = await Promise.all([text(running.output), untilItEnds(stagesOf, running, signal)]);
  return list;
}

async function stream(order: RestoreOrder, dialect: RestoreDialect, program: string, listFile?: string): Promise<void> {
  const { storage, folder, manifest, endpoint, database, identityFiles, signal } = order;
  const password = await readPassword(endpoint);
  const login = dumpDialects[manifest.engine].loginFile({ endpoint, password });
  await withLoginFile(login, async (loginFile) => {
    const source = await storage.read(`${folder}/${manifest.object.name}`);
    const { args, env } = dialect.command({
      ...{ loginFile, endpoint, database },
      ...(listFile === undefined ? {} : { listFile }),
    });
    const running = await startProgram(program, args, { signal, env, secrets: [password] });
    running.output.resume();
    const [object, dump] = [new ByteTally(), new ByteTally()];
    const telling = setInterval(() => order.onProgress?.({ dumpBytes: dump.bytes }), 250);
    try {
      const stages = openingStages(manifest, identityFiles, signal);
      await intoProgram([source, object, ...stages, dump], running, signal);
    } finally {
      clearInterval(telling);
    }
    if (object.sum().sha256 !== manifest.object.sha256 || dump.sum().sha256 !== manifest.dump.sha256)
      throw new OperationalError(
        'BACKUP_DAMAGED',
        `${folder} was read into ${database}, and its bytes are not those that were written: do not use that database.`,
      );
  });
}

async function compare(
  session: DedicatedSession,
  { manifest, database, signal }: RestoreOrder,
  dialect: RestoreDialect,
): Promise<RestoreOutcome> {
  const counts = Object.entries(manifest.rowCounts ?? {});
  const differences: string[] = [];
  for (const [table, rows] of counts) {
    signal.throwIfAborted();
    const restored = await dialect.countRows(session, database, table);
    if (restored !== BigInt(rows)) differences.push(`${table} has ${restored} rows, and the dump holds ${rows}`);
  }
  return { countedTables: counts.length, differences };
}
