import {
  backupFoundBadSchema,
  backupHoldSchema,
  backupManifestSchema,
  backupProofSchema,
  type BackupFoundBad,
  type BackupHold,
  type BackupManifest,
  type BackupProof,
} from '@cutover/contracts';
import { OperationalError } from '../../failures/failures.js';
import { messageOf } from '../../failures/message-of.js';
import { backupFolder, isBackupFolder, type BackupStorage, type StoredObject } from '../storages/backup-storage.js';
import { foundBadName, holdName, manifestName, proofName, tombstoneName } from '../storages/stored-names.js';
import { readText } from '../storages/stored-text.js';

/** A manifest without what it says of each table: what is kept in memory of thousands of backups. */
export type BackupSummary = Omit<BackupManifest, 'rowCounts' | 'tableDigests'>;

/** A backup in one storage. */
export interface StoredBackup<Manifest = BackupManifest> {
  storage: BackupStorage;
  folder: string;
  manifest: Manifest;
  /** All files of it. */
  bytes: bigint;
  /** Of its youngest file; UTC ISO text, by the clock of the storage. */
  changedAt: string;
  /** Why its dump is no good, seen without reading it; null: as many bytes are there as were written. */
  objectFault: 'missing' | 'of another size' | null;
  /** null: nobody holds it. One that cannot be read holds it as well. */
  hold: BackupHold | null;
  /** null: nothing is proved of it. */
  proof: BackupProof | null;
  /** Why it was found to be no good when it was read; null: it was not. What cannot be read says so as well. */
  foundBad: BackupFoundBad | null;
}

/** What lies there and is no backup; `fault`: why. */
export interface NoBackup {
  storage: BackupStorage;
  folder: string;
  fault: string;
  kind: 'no-manifest' | 'unreadable-manifest' | 'being-deleted';
  bytes: bigint;
  changedAt: string;
}

export type CatalogueEntry<Manifest = BackupManifest> = StoredBackup<Manifest> | NoBackup;

/** Small files that were read before, by path: one that has not changed since is not read again. */
export type CatalogueMemory = Map<string, { stamp: string; said: unknown }>;

const faults = {
  noManifest: `has no ${manifestName}: it is no backup. One may be written just now; else a crash has left it, and it can be removed`,
  beingDeleted: 'is no backup any more: its deletion was begun, and backup prune ends it',
} as const;

/** Manifests are read so many at once: a bucket takes its time for each. */
const readAtOnce = 8;

/**
 * Every backup of a storage, the newest first within a database, from its manifests alone: no store is needed. Rejects where the
 * storage cannot be read.
 */
export function readCatalogue(storage: BackupStorage, prefix = ''): Promise<CatalogueEntry[]> {
  return readEntries(storage, prefix, (words) => backupManifestSchema.parse(JSON.parse(words)), new Map());
}

/**
 * One backup, with all that its manifest says. null: it is not there any more. Rejects where the storage cannot be read, and where what lies
 * there as its manifest is none.
 */
export async function readBackup({
  storage,
  folder,
}: Pick<StoredBackup, 'storage' | 'folder'>): Promise<StoredBackup | null> {
  const [entry] = await readCatalogue(storage, folder);
  if (entry === undefined) return null;
  if ('manifest' in entry) return entry;
  if (entry.kind !== 'unreadable-manifest') return null;
  throw new OperationalError('BACKUP_UNREADABLE', `${folder} in ${storage.name} cannot be restored: ${entry.fault}.`);
}

/** Every backup without what is said of each table, for who looks again and again. `memory` is brought up to date. */
export function readSummaries(
  storage: BackupStorage,
  memory: CatalogueMemory,
): Promise<CatalogueEntry<BackupSummary>[]> {
  return readEntries(storage, '', summaryIn, memory);
}

function summaryIn(words: string): BackupSummary {
  const { rowCounts: _, tableDigests: __, ...summary } = backupManifestSchema.parse(JSON.parse(words));
  return summary;
}

async function readEntries<Manifest extends BackupSummary>(
  storage: BackupStorage,
  prefix: string,
  parse: (words: string) => Manifest,
  memory: CatalogueMemory,
): Promise<CatalogueEntry<Manifest>[]> {
  const read = remembering(storage, memory);
  const waiting = [...(await foldersOf(storage, prefix))];
  const entries: CatalogueEntry<Manifest>[] = [];
  const readOn = async (): Promise<void> => {
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const where = { storage, folder: next[0] };
      const entry = await readEntry(where, next[1], parse, read).catch(async (error: unknown) => {
        // It may have been deleted, or released, since it was listed.
        const files = (await foldersOf(storage, where.folder)).get(where.folder);
        if (files?.size === next?.[1].size) throw error;
        return files === undefined ? null : readEntry(where, files, parse, read);
      });
      if (entry !== null) entries.push(entry);
    }
  };
  await Promise.all(Array.from({ length: readAtOnce }, readOn));
  return entries.sort((a, b) => (a.folder < b.folder ? 1 : -1));
}

/** What a small file says; `unreadable`: why it says nothing. Rejects where the storage cannot be read. */
type Said<T> = { value: T } | { unreadable: string };
type ReadSmall = <T>(object: StoredObject, parse: (words: string) => T) => Promise<Said<T>>;

function remembering(storage: BackupStorage, memory: CatalogueMemory): ReadSmall {
  const before = new Map(memory);
  memory.clear();
  return async (object, parse) => {
    const stamp = `${object.changedAt} ${object.bytes}`;
    const known = before.get(object.path);
    const said = known?.stamp === stamp ? known.said : saidBy(await readText(storage, object), parse);
    memory.set(object.path, { stamp, said });
    return said as Said<ReturnType<typeof parse>>;
  };
}

function saidBy<T>(words: string | null, parse: (words: string) => T): Said<T> {
  if (words === null) return { unreadable: 'it is far too large' };
  try {
    return { value: parse(words) };
  } catch (error) {
    return { unreadable: messageOf(error) };
  }
}

type Files = Map<string, StoredObject>;

async function foldersOf(storage: BackupStorage, prefix: string): Promise<Map<string, Files>> {
  const folders = new Map<string, Files>();
  for await (const object of storage.list(prefix)) {
    const end = Math.max(object.path.lastIndexOf('/'), 0);
    const folder = object.path.slice(0, end);
    // SERVER/DATABASE/ID: whatever else lies in the storage is not ours.
    if (!isBackupFolder(folder)) continue;
    folders.set(folder, (folders.get(folder) ?? (new Map() as Files)).set(object.path.slice(end + 1), object));
  }
  return folders;
}

async function readEntry<Manifest extends BackupSummary>(
  where: { storage: BackupStorage; folder: string },
  files: Files,
  parse: (words: string) => Manifest,
  read: ReadSmall,
): Promise<CatalogueEntry<Manifest>> {
  const all = [...files.values()];
  const changedAt =
    all
      .map((file) => file.changedAt)
      .sort()
      .at(-1) ?? '';
  const place = { ...where, bytes: all.reduce((sum, { bytes }) => sum + BigInt(bytes), 0n), changedAt };
  const none = (kind: NoBackup['kind'], fault: string): NoBackup => ({ ...place, kind, fault });
  if (files.has(tombstoneName)) return none('being-deleted', faults.beingDeleted);
  const [manifestFile, holdFile, proofFile, foundBadFile] = [manifestName, holdName, proofName, foundBadName].map(
    (name) => files.get(name),
  );
  if (manifestFile === undefined) return none('no-manifest', faults.noManifest);
  const said = await read(manifestFile, parse);
  if ('unreadable' in said)
    return none('unreadable-manifest', `its ${manifestName} is no manifest: ${said.unreadable}`);
  const manifest = said.value;
  if (backupFolder(manifest) !== where.folder)
    return none(
      'unreadable-manifest',
      `its ${manifestName} is of ${backupFolder(manifest)}: move it back, or remove it`,
    );
  const object = files.get(manifest.object.name);
  const hold = holdFile && (await read(holdFile, (words) => backupHoldSchema.parse(JSON.parse(words))));
  const proof = proofFile && (await read(proofFile, (words) => backupProofSchema.parse(JSON.parse(words))));
  const bad = foundBadFile && (await read(foundBadFile, (words) => backupFoundBadSchema.parse(JSON.parse(words))));
  return {
    ...{ ...place, manifest },
    objectFault:
      object === undefined ? 'missing' : String(object.bytes) === manifest.object.bytes ? null : 'of another size',
    hold: hold === undefined ? null : 'value' in hold ? hold.value : { ...unreadableHold, heldAt: holdFile!.changedAt },
    proof: proof !== undefined && 'value' in proof ? proof.value : null,
    foundBad:
      bad === undefined
        ? null
        : 'value' in bad
          ? bad.value
          : { ...unreadableVerdict, foundAt: foundBadFile!.changedAt },
  };
}

/** Pure: whether it is all that was written, as far as is known: as many bytes are there, and reading them has found nothing. */
export const isWhole = ({ objectFault, foundBad }: Pick<StoredBackup, 'objectFault' | 'foundBad'>): boolean =>
  objectFault === null && foundBad === null;

const unreadableVerdict = {
  level: 'read-back' as const,
  reason: `Its ${foundBadName} cannot be read, so it counts as no good. Read it back: backup verify --id, with --identity where it is encrypted.`,
};
const unreadableHold = { by: 'unknown', why: `its ${holdName} cannot be read, so it is held` };
