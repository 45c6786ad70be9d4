import type { Readable, Transform } from 'node:stream';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { BackupManifest } from '@cutover/contracts';
import { dumpKindOf } from '../dump/dump-kind.js';
import { OperationalError } from '../../failures/failures.js';
import { decryptedWith } from '../encryption/age.js';
import { messageOf } from '../../failures/message-of.js';
import { ByteTally } from '../run/byte-tally.js';
import { compressions } from '../run/compressions.js';
import type { BackupStorage } from '../storages/backup-storage.js';

/**
 * What reading a backup back has found. `sound` is no proof that it restores: only restoring it is. `depth`: how far it was looked into;
 * without a key of an encrypted one only its bytes are known to be those that were written.
 */
export type ReadBack =
  | { outcome: 'sound'; depth: 'object' | 'dump' }
  | { outcome: 'damaged'; reason: string }
  | { outcome: 'missing'; reason: string };

/**
 * Reads a whole backup from its storage, and holds it against its manifest: size and hash of the object, then size, hash, last line and
 * rows of the dump in it. Rejects where the storage cannot be read or the key does not
 * open it, which says nothing of the backup, and when aborted.
 */
export async function readBack(
  storage: BackupStorage,
  folder: string,
  manifest: BackupManifest,
  { identityFiles, signal }: { identityFiles: readonly string[]; signal: AbortSignal },
): Promise<ReadBack> {
  const path = `${folder}/${manifest.object.name}`;
  const stored = await storage.find(path);
  if (stored === null) return { outcome: 'missing', reason: `${path} is not in storage ${storage.name}` };
  const expected = manifest.object.bytes;
  if (String(stored.bytes) !== expected)
    return { outcome: 'damaged', reason: `it has ${stored.bytes} bytes and was written with ${expected}` };

  if (manifest.encryption !== null && identityFiles.length === 0) {
    const reason = await objectFault(storage, path, manifest, signal);
    return reason === null ? { outcome: 'sound', depth: 'object' } : { outcome: 'damaged', reason };
  }
  const content = dumpKindOf(manifest.engine, manifest.accounts).content();
  const [object, dump] = [new ByteTally(), new ByteTally((bytes) => content.watch(bytes))];
  let storageFailure: Error | null = null;
  const source = told(await storage.read(path), (error) => (storageFailure = error)) as unknown as Readable;
  const stages = openingStages(manifest, identityFiles, signal);
  const broken = await pipeline([source, object, ...stages, dump, toNowhere()], { signal }).then(
    () => null,
    (error: unknown) => error,
  );
  signal.throwIfAborted();
  if (storageFailure !== null) throw storageFailure as Error;
  if (broken !== null) {
    if (isOfThisMachine(broken)) {
      const damage = await objectFault(storage, path, manifest, signal);
      if (damage !== null) return { outcome: 'damaged', reason: damage };
      throw broken as Error;
    }
    // A wrong key breaks it, too: that is no damage.
    const fault = manifest.encryption === null ? null : await objectFault(storage, path, manifest, signal);
    if (manifest.encryption === null || fault !== null)
      return { outcome: 'damaged', reason: fault ?? `it cannot be read: ${messageOf(broken)}` };
    throw new OperationalError(
      'BACKUP_NOT_OPENED',
      `${path} has the bytes that were written, and does not open: ${messageOf(broken)}. Give the secret key of one of ${manifest.encryption.recipients.join(', ')}.`,
    );
  }
  const reason =
    differs('object', object.sum(), manifest.object) ??
    differs('dump in it', dump.sum(), manifest.dump) ??
    content.fault() ??
    rowsDiffer(content.facts().rowCounts, manifest);
  return reason === null ? { outcome: 'sound', depth: 'dump' } : { outcome: 'damaged', reason };
}

/** A program that is missing, or was ended (for want of memory), says nothing of what it read. */
function isOfThisMachine(error: unknown): boolean {
  if (!(error instanceof OperationalError)) return false;
  return error.code === 'PROGRAM_NOT_STARTED' || /ended by SIG|enough memory|out of memory/i.test(error.message);
}

async function objectFault(
  storage: BackupStorage,
  path: string,
  manifest: BackupManifest,
  signal: AbortSignal,
): Promise<string | null> {
  const object = new ByteTally();
  await pipeline(await storage.read(path), object, toNowhere(), { signal });
  return differs('object', object.sum(), manifest.object);
}

/** Pure: what makes the dump of an object again. */
export function openingStages(
  { encryption, compression }: Pick<BackupManifest, 'encryption' | 'compression'>,
  identityFiles: readonly string[],
  signal: AbortSignal,
): Transform[] {
  const decompress = compressions[compression].decompress(signal);
  return (encryption === null ? [decompress] : [decryptedWith(identityFiles, signal), decompress]) as Transform[];
}

/** What comes from a storage; `failed` hears of an error of its own, not of one that follows it. */
async function* told(source: Readable, failed: (error: Error) => void): AsyncGenerator<Buffer> {
  try {
    for await (const bytes of source) yield bytes as Buffer;
  } catch (error) {
    failed(error as Error);
    throw error;
  }
}

type Sum = { bytes: string; sha256: string };

function differs(what: string, now: Sum, then: Sum): string | null {
  return now.bytes === then.bytes && now.sha256 === then.sha256
    ? null
    : `the ${what} has ${now.bytes} bytes with SHA-256 ${now.sha256}, and was written with ${then.bytes} and ${then.sha256}`;
}

function rowsDiffer(counted: ReadonlyMap<string, bigint> | null, { rowCounts }: BackupManifest): string | null {
  if (counted === null || rowCounts === null) return null;
  const names = new Set([...counted.keys(), ...Object.keys(rowCounts)]);
  const wrong = [...names].find((name) => String(counted.get(name)) !== rowCounts[name]);
  return wrong === undefined
    ? null
    : `table ${wrong} has ${counted.get(wrong) ?? 'no'} rows in it, and ${rowCounts[wrong] ?? 'none'} in the manifest`;
}

const toNowhere = (): Writable => new Writable({ write: (_bytes, _encoding, done) => done() });
