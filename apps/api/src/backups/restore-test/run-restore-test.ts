import { randomBytes } from 'node:crypto';
import type { BackupFoundBad, BackupManifest } from '@cutover/contracts';
import { OperationalError } from '../../failures/failures.js';
import { messageOf } from '../../failures/message-of.js';
import { dumpDialects } from '../dump/dialects/registry.js';
import { chooseClient } from '../programs/choose-client.js';
import { restoreDialects } from '../restore/dialects/registry.js';
import { restoreBackup } from '../restore/restore-backup.js';
import { withRestoreSession } from '../restore/restore-session.js';
import type { ScratchServer } from '../scratch/scratch-server.js';
import { lookAtServer } from '../servers/look-at-server.js';
import { noteFoundBad, noteRestored, reasonBad } from '../verify/proof.js';
import { readBack } from '../verify/read-back.js';
import { isOfTheServer } from './of-the-server.js';
import { digestDialects } from './dialects/registry.js';
import type { OpenableBackup, TableDigests } from './digest-dialect.js';

/** What is restored, and where. */
export interface RestoreTestOrder extends OpenableBackup {
  /** Called once the backup has been read back and is sound. */
  openServer(signal: AbortSignal): Promise<ScratchServer>;
  signal: AbortSignal;
  now: () => Date;
  /** Hears of what was left behind, with what to do. */
  warn(message: string): void;
}

/**
 * What came of a test. `passed`: it restores, and, where `tables` were compared, is what was dumped. `failed`: it does not, or is not.
 * `undecided`: neither was found out, for want of a key, a program, a server or room, which says nothing of the backup.
 */
export interface RestoreTestResult {
  outcome: 'passed' | 'failed' | 'undecided';
  /** Why it has not passed, and what to do; null: it has. */
  reason: string | null;
  /** The server that it was restored to; null: it did not come to that. */
  restoredTo: string | null;
  /** How long restoring took, and nothing else; null: it was not restored. */
  restoreMs: number | null;
  /** Tables whose rows were compared, and those of them that are the same; null: they could not be compared. */
  tables: { compared: number; identical: number } | null;
}

const nothing = { restoredTo: null, restoreMs: null, tables: null };

/** Pure: nothing was found out, before anything was restored. */
export const undecided = (reason: string): RestoreTestResult => ({
  ...{ ...nothing, outcome: 'undecided', reason: asSentence(reason) },
});

/**
 * Restores a backup as `tryRestore` does, and notes beside it what came of it: retention keeps the last ones that were restored, and counts
 * none that failed.
 */
export async function runRestoreTest(order: RestoreTestOrder): Promise<RestoreTestResult> {
  const result = await tryRestore(order);
  const at = order.now().toISOString();
  const warn = (message: string): void => order.warn(message);
  if (result.outcome === 'passed') {
    const stillBad = await noteRestored(order, { isCompared: result.tables !== null, at, warn });
    if (stillBad !== null) return { ...result, outcome: 'undecided', reason: reasonStillBad(stillBad) };
  }
  if (result.outcome === 'failed' && result.restoredTo !== null)
    await noteFoundBad(order, { level: 'restored', reason: reasonNotRestored(order, result), foundAt: at }, warn);
  return result;
}

const reasonNotRestored = ({ storage, folder }: RestoreTestOrder, { restoredTo, reason }: RestoreTestResult): string =>
  `Restored from ${storage.name} to ${restoredTo}, ${folder} is no good: ${reason}`;

const reasonStillBad = ({ reason, foundAt }: BackupFoundBad): string =>
  `It restores, but its rows could not be compared with what was dumped, so what was found at ${foundAt} still counts: ${asSentence(reason)}`;

/**
 * Restores a backup from its storage, has the server look through what was made, and compares every table with what was dumped. Leaves
 * nothing behind. Rejects when aborted, and never else.
 */
async function tryRestore(order: RestoreTestOrder): Promise<RestoreTestResult> {
  const { storage, folder, manifest, identityFiles, signal } = order;
  try {
    const found = await readBack(storage, folder, manifest, { identityFiles, signal });
    if (found.outcome !== 'sound') {
      const foundAt = order.now().toISOString();
      const verdict = { level: 'read-back', reason: reasonBad(order, found.reason), foundAt } as const;
      await noteFoundBad(order, verdict, (message) => order.warn(message));
      return { ...nothing, outcome: 'failed', reason: asSentence(found.reason) };
    }
    if (found.depth === 'object') return undecided(`It is encrypted: ${keyNeeded(manifest)}`);
  } catch (error) {
    signal.throwIfAborted();
    return undecided(messageOf(error));
  }
  const opened = await order.openServer(signal).catch((error: unknown) => {
    signal.throwIfAborted();
    return messageOf(error);
  });
  if (typeof opened === 'string') return undecided(opened);
  try {
    return await restoreOn(opened, order);
  } finally {
    await opened.end();
  }
}

async function restoreOn(server: ScratchServer, order: RestoreTestOrder): Promise<RestoreTestResult> {
  const { manifest, signal } = order;
  const { endpoint } = server;
  // Names of the backup stay as they are where nothing else is there: a view or a routine may name its database.
  const database = server.isThrowaway ? manifest.database : `cutover_restore_${randomBytes(4).toString('hex')}`;
  const told = { ...nothing, restoredTo: server.name };
  try {
    if (!server.isThrowaway) await refuseDanger(server, order);
    const startMs = performance.now();
    const restored = await restoreBackup({ ...order, endpoint, database, isThrowaway: server.isThrowaway }).catch(
      async (error: unknown) => {
        if (signal.aborted || !(await isOfBackup(error, server, order))) throw error;
        return messageOf(error);
      },
    );
    if (typeof restored === 'string') return { ...told, outcome: 'failed', reason: asSentence(restored) };
    const restoreMs = Math.round(performance.now() - startMs);
    const faults = await withRestoreSession({ engine: manifest.engine, endpoint, database }, (session) =>
      restoreDialects[manifest.engine].inspect(session, database),
    );
    const compared = await compare(order, server, database);
    const tables = compared && { compared: compared.compared, identical: compared.identical };
    const wrong = [...restored.differences, ...faults, ...(compared?.differences ?? [])];
    return wrong.length === 0
      ? { ...told, outcome: 'passed', reason: null, restoreMs, tables }
      : { ...told, outcome: 'failed', reason: asSentence(firstOf(wrong)), restoreMs, tables };
  } catch (error) {
    signal.throwIfAborted();
    // What kept us from looking says nothing of the backup.
    return { ...told, outcome: 'undecided', reason: asSentence(messageOf(error)) };
  } finally {
    if (!server.isThrowaway) await dropOn(server, order, database);
  }
}

async function refuseDanger(
  { name, endpoint }: ScratchServer,
  { manifest: { engine } }: RestoreTestOrder,
): Promise<void> {
  const dialect = restoreDialects[engine];
  const frame = { engine, endpoint, database: dialect.maintenanceDatabase };
  const danger = await withRestoreSession(frame, (session) => dialect.danger(session));
  if (danger !== null) throw new OperationalError('RESTORE_DANGER', `Nothing was restored to ${name}: ${danger}`);
}

/** Every table of the backup against the one that was made of it. null: they cannot be compared. */
async function compare(order: RestoreTestOrder, { endpoint }: ScratchServer, database: string) {
  const { manifest, signal } = order;
  const { engine } = manifest;
  const { identity } = await lookAtServer(engine, endpoint);
  const client = await chooseClient(engine, dumpDialects[engine], identity.version);
  const dumped = await digestDialects[engine].ofBackup(order, client, signal);
  if (dumped === null) return null;
  return comparison(dumped, await digestDialects[engine].ofDatabase({ endpoint, database, client }, signal));
}

/** Pure. A table that only one of them has is a difference. */
export function comparison(dumped: TableDigests, restored: TableDigests) {
  const names = [...new Set([...dumped.keys(), ...restored.keys()])];
  const other = names.filter((name) => dumped.get(name) !== restored.get(name));
  const differences = other.map((name) =>
    !restored.has(name)
      ? `${name} is in the backup and was not restored`
      : !dumped.has(name)
        ? `${name} was restored and is not in the backup`
        : `${name} has other rows than were dumped`,
  );
  return { compared: names.length, identical: names.length - other.length, differences };
}

/** Whether an error says that the backup does not restore: the client refused it, and the server that it was to go to still answers. */
async function isOfBackup(error: unknown, { endpoint }: ScratchServer, { manifest }: RestoreTestOrder) {
  if (!(error instanceof OperationalError)) return false;
  if (error.code === 'BACKUP_DAMAGED') return true;
  if (error.code !== 'PROGRAM_FAILED' || isOfTheServer(error.message)) return false;
  return lookAtServer(manifest.engine, endpoint).then(
    () => true,
    () => false,
  );
}

async function dropOn(
  { endpoint, name }: ScratchServer,
  { manifest: { engine }, warn }: RestoreTestOrder,
  database: string,
) {
  const dialect = restoreDialects[engine];
  await withRestoreSession({ engine, endpoint, database: dialect.maintenanceDatabase }, (session) =>
    dialect.drop(session, database),
  ).catch((error: unknown) =>
    warn(`Database ${database} of a test of a backup was left on ${name}: ${messageOf(error)}. Drop it by hand`),
  );
}

const mostNamed = 3;

function firstOf(wrong: readonly string[]): string {
  const more = wrong.length - mostNamed;
  return [...wrong.slice(0, mostNamed), ...(more > 0 ? [`${more} more`] : [])].join('; ');
}

const keyNeeded = ({ encryption }: BackupManifest): string =>
  `name a file with the secret key of one of ${encryption?.recipients.join(', ')} in backups.restoreTest.ageIdentityFiles.`;

const asSentence = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`);
