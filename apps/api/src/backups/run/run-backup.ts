import { randomBytes } from 'node:crypto';
import { PassThrough, type Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { BackupManifest, Compression, Engine } from '@cutover/contracts';
import { readPassword, type Endpoint } from '@cutover/databases';
import { OperationalError } from '../../failures/failures.js';
import { messageOf } from '../../failures/message-of.js';
import { dumpKindOf, type DumpKind } from '../dump/dump-kind.js';
import { withLoginFile } from '../dump/login-file.js';
import { orWithoutSnapshot, withHeldSnapshot } from '../dump/with-held-snapshot.js';
import { ageEnding, encryptedTo } from '../encryption/age.js';
import { startProgram } from '../programs/child-program.js';
import type { ClientProgram } from '../programs/client-program.js';
import { restoreGuide } from '../restore/restore-guide.js';
import { addressOf } from '../servers/address-of.js';
import { backupFolder, type BackupStorage, type ObjectWriter } from '../storages/backup-storage.js';
import { guideName, manifestName } from '../storages/stored-names.js';
import { writeText } from '../storages/stored-text.js';
import { ByteTally } from './byte-tally.js';
import { compressions } from './compressions.js';
import { manifestText, readableManifest } from './readable-manifest.js';
import { Tee } from './tee.js';
import { watchSilence } from './watch-silence.js';

/** What is backed up, how, and where to. */
export interface BackupOrder {
  server: string;
  engine: Engine;
  endpoint: Endpoint;
  database: string;
  /** Which schedule it is of, or `manual`. */
  type: string;
  client: ClientProgram;
  storages: readonly BackupStorage[];
  /** As `CREATE DATABASE` takes them; null: not known. */
  databaseOptions: string | null;
  /** Roles that the dump may name; null: it needs none. */
  roles: readonly string[] | null;
  /** How the accounts of the server are dumped; null: a database is. */
  accounts: BackupManifest['accounts'];
  /** As the server says it: not every dump does. */
  serverVersion: string;
  /** The dump is asked for the position of its snapshot. */
  tellsPosition: boolean;
  compression: Compression;
  /** Public keys of age; empty: not encrypted. */
  recipients: readonly string[];
  signal: AbortSignal;
  now: () => Date;
  /** In place of what the engine allows: a client that writes nothing for longer is ended. */
  mostSilenceMs?: number;
  /** Called now and then. `dumpBytes`: what the client has written. */
  onProgress?: (progress: { dumpBytes: bigint }) => void;
}

/** A backup that is there: where, and where not. */
export interface BackupOutcome {
  manifest: BackupManifest;
  folder: string;
  storages: readonly { name: string; failure: string | null }[];
}

/**
 * Dumps one database to all its storages at once, without a temporary file. What lies there is a backup when its manifest does, and
 * that is written last: after the client has ended well, its dump says that it is whole, and every byte is stored. Rejects where
 * it is in no storage, and leaves nothing behind then. A storage that fails does not hold up the others.
 */
export const runBackup = (order: BackupOrder): Promise<BackupOutcome> =>
  orWithoutSnapshot((isHeld) => runOnce(order, isHeld), order.signal);

async function runOnce(order: BackupOrder, isHeld: boolean): Promise<BackupOutcome> {
  const dialect = dumpKindOf(order.engine, order.accounts);
  const startedAt = order.now();
  const id = idOf(startedAt);
  const folder = backupFolder({ server: order.server, database: order.database, id });
  const isEncrypted = order.recipients.length > 0;
  const name = dialect.fileName + compressions[order.compression].ending + (isEncrypted ? ageEnding : '');
  const writers = await beginAll(order.storages, `${folder}/${name}`);
  try {
    const dumped = await dumpHeld(order, dialect, writers, isHeld);
    const manifest = readableManifest({
      ...{ format: 1, id, server: order.server, engine: order.engine, address: addressOf(order.endpoint) },
      ...{ database: order.database, type: order.type },
      databaseOptions: order.databaseOptions,
      ...{ startedAt: startedAt.toISOString(), finishedAt: order.now().toISOString() },
      ...{
        position: dumped.held?.position ?? dumped.facts.position,
        serverVersion: dumped.facts.serverVersion ?? order.serverVersion,
      },
      client: { program: order.client.path, version: order.client.version },
      dump: dumped.dump,
      object: { name, ...dumped.object },
      compression: order.compression,
      encryption: isEncrypted ? { format: 'age', recipients: [...order.recipients] } : null,
      roles: order.roles && [...order.roles],
      accounts: order.accounts,
      rowCounts: dumped.facts.rowCounts && asText(dumped.facts.rowCounts),
      tableDigests: dumped.facts.tableDigests && Object.fromEntries(dumped.facts.tableDigests),
    });
    const storages = await Promise.all(writers.map((each) => publish(each, folder, manifest)));
    if (storages.every(({ failure }) => failure !== null))
      throw new OperationalError('BACKUP_NOT_STORED', storages.map(({ failure }) => failure).join(' '));
    return { manifest, folder, storages };
  } catch (error) {
    await Promise.all(writers.map(({ writer }) => writer?.abort()));
    throw error;
  }
}

/** One storage of a run. */
export interface Branch {
  storage: BackupStorage;
  writer: ObjectWriter | null;
  failure: string | null;
}

async function beginAll(storages: readonly BackupStorage[], path: string): Promise<Branch[]> {
  const branches = await Promise.all(
    storages.map((storage) =>
      storage.begin(path).then(
        (writer): Branch => ({ storage, writer, failure: null }),
        (error: unknown): Branch => ({ storage, writer: null, failure: messageOf(error) }),
      ),
    ),
  );
  if (branches.some(({ writer }) => writer !== null)) return branches;
  throw new OperationalError('BACKUP_NOT_STORED', branches.map(({ failure }) => failure).join(' '));
}

/** Accounts are read without a snapshot. */
async function dumpHeld(order: BackupOrder, dialect: DumpKind, branches: readonly Branch[], isHeld: boolean) {
  if (order.accounts !== null || !isHeld) return { held: null, ...(await dumpTo(order, dialect, branches, null)) };
  return withHeldSnapshot(order, async (held) => ({
    held,
    ...(await dumpTo(order, dialect, branches, held?.id ?? null)),
  }));
}

async function dumpTo(order: BackupOrder, dialect: DumpKind, branches: readonly Branch[], snapshot: string | null) {
  const { endpoint, client, database, tellsPosition, signal } = order;
  const password = await readPassword(endpoint);
  return withLoginFile(dialect.loginFile({ endpoint, password }), async (loginFile) => {
    const { args, env } = dialect.command({ loginFile, endpoint, database, tellsPosition, snapshot });
    const ending = new AbortController();
    const either = AbortSignal.any([signal, ending.signal]);
    const program = await startProgram(client.path, args, {
      ...{ signal: either, env, secrets: [password], writesLarge: true },
    });
    program.input.end();
    let clientFailure: unknown = null;
    program.ended.catch((failure: unknown) => (clientFailure = failure));
    const content = dialect.content();
    const [dump, object] = [new ByteTally((bytes) => content.watch(bytes)), new ByteTally()];
    const tee = new Tee(
      branches.flatMap(({ storage, writer }) => (writer ? [{ name: storage.name, stream: writer.stream }] : [])),
    );
    const telling = setInterval(() => order.onProgress?.({ dumpBytes: dump.bytes }), 250);
    const mostMs = order.mostSilenceMs ?? dialect.silence.mostMs;
    const endWatch = watchSilence({ output: program.output, bytes: () => dump.bytes, mostMs }, () =>
      ending.abort(silentClient(client, mostMs, dialect.silence.advice)),
    );
    // What it wrote may still be on its way to the storages.
    program.ended.finally(endWatch).catch(() => undefined);
    try {
      const compress = compressions[order.compression].compress(either) as Transform;
      const encrypt = (
        order.recipients.length > 0 ? encryptedTo(order.recipients, either) : new PassThrough()
      ) as Transform;
      await pipeline(program.output, dump, compress, encrypt, object, tee, { signal: either });
      // Before anything is published: a pipe hides how the program at its beginning ended.
      await program.ended;
    } catch (error) {
      // A client that had failed before is the cause of whatever broke after it.
      const cause: unknown = ending.signal.aborted ? ending.signal.reason : (clientFailure ?? error);
      // One that waits for a lock does not notice that nobody reads it any more.
      ending.abort();
      await program.ended.catch(() => undefined);
      if (tee.hasNone()) throw new OperationalError('BACKUP_NOT_STORED', tee.reasons());
      throw cause;
    } finally {
      clearInterval(telling);
      endWatch();
    }
    const fault = content.fault();
    if (fault !== null) throw new OperationalError('DUMP_INCOMPLETE', `${client.path} ended well, but ${fault}.`);
    for (const branch of branches) branch.failure ??= tee.failures.get(branch.storage.name)?.message ?? null;
    return { dump: dump.sum(), object: object.sum(), facts: content.facts() };
  });
}

const silentClient = ({ path }: ClientProgram, mostMs: number, advice: string): OperationalError =>
  new OperationalError('DUMP_SILENT', `${path} wrote nothing for ${mostMs / 60_000} minutes, and was ended. ${advice}`);

/** Publishes what was written to a storage: its guide, and its manifest last. Never rejects; leaves nothing behind where it fails. */
export async function publish({ storage, writer, failure }: Branch, folder: string, manifest: BackupManifest) {
  if (writer === null || failure !== null) {
    await writer?.abort();
    return { name: storage.name, failure };
  }
  let isPublished = false;
  try {
    await writer.publish();
    isPublished = true;
    const objectPath = `${folder}/${manifest.object.name}`;
    const stored = await storage.find(objectPath);
    if (String(stored?.bytes) !== manifest.object.bytes)
      throw new OperationalError(
        'BACKUP_NOT_STORED',
        `Storage ${storage.name} holds ${stored?.bytes ?? 'nothing'} of ${manifest.object.bytes} bytes.`,
      );
    await writeText(storage, `${folder}/${guideName}`, restoreGuide(manifest, storage.fetchCommands(objectPath)));
    await writeText(storage, `${folder}/${manifestName}`, manifestText(manifest));
    return { name: storage.name, failure: null };
  } catch (error) {
    await writer.abort();
    // Another process has stored the same one meanwhile, or the manifest is there though that was not certain: it needs its dump.
    const isThere = await storage.find(`${folder}/${manifestName}`).then(
      (found) => found !== null,
      () => true,
    );
    // Nor is anything removed that another process may have put there.
    for (const name of isThere || !isPublished ? [] : [guideName, manifest.object.name])
      await storage.remove(`${folder}/${name}`).catch(() => undefined);
    return { name: storage.name, failure: messageOf(error) };
  }
}

const asText = (counts: ReadonlyMap<string, bigint>): Record<string, string> =>
  Object.fromEntries([...counts].map(([table, rows]) => [table, String(rows)]));

/** Sorts by time, and is never given twice: `20261127t073000z-4f1c`. */
function idOf(at: Date): string {
  const time = at
    .toISOString()
    .toLowerCase()
    .replace(/[-:]|\.\d+/g, '');
  return `${time}-${randomBytes(3).toString('hex')}`;
}
