import type { Transform } from 'node:stream';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { BackupManifest } from '@cutover/contracts';
import { dumpDialects } from '../dump/dialects/registry.js';
import { messageOf } from '../../failures/message-of.js';
import { ByteTally } from '../run/byte-tally.js';
import { compressions } from '../run/compressions.js';
import type { BackupStorage } from '../storages/backup-storage.js';

/** What reading a backup back has found. `sound` is no proof that it restores: only restoring it is. */
export type ReadBack =
  { outcome: 'sound' } | { outcome: 'damaged'; reason: string } | { outcome: 'missing'; reason: string };

/**
 * Reads a whole backup from its storage, and holds it against its manifest: size and hash of the object, then size, hash, last line and
 * rows of the dump in it. Rejects where the storage cannot be read, which says nothing of the backup, and when aborted.
 */
export async function readBack(
  storage: BackupStorage,
  folder: string,
  manifest: BackupManifest,
  signal: AbortSignal,
): Promise<ReadBack> {
  const path = `${folder}/${manifest.object.name}`;
  const stored = await storage.find(path);
  if (stored === null) return { outcome: 'missing', reason: `${path} is not in storage ${storage.name}` };
  const expected = manifest.object.bytes;
  if (String(stored.bytes) !== expected)
    return { outcome: 'damaged', reason: `it has ${stored.bytes} bytes and was written with ${expected}` };

  const content = dumpDialects[manifest.engine].content();
  const [object, dump] = [new ByteTally(), new ByteTally((bytes) => content.watch(bytes))];
  const source = await storage.read(path);
  const decompress = compressions[manifest.compression].decompress(signal) as Transform;
  const broken = await pipeline(source, object, decompress, dump, toNowhere(), { signal }).then(
    () => null,
    (error: unknown) => error,
  );
  signal.throwIfAborted();
  if (source.errored) throw source.errored;
  if (broken !== null) return { outcome: 'damaged', reason: `it cannot be decompressed: ${messageOf(broken)}` };
  const reason =
    differs('object', object.sum(), manifest.object) ??
    differs('dump in it', dump.sum(), manifest.dump) ??
    content.fault() ??
    rowsDiffer(content.facts().rowCounts, manifest);
  return reason === null ? { outcome: 'sound' } : { outcome: 'damaged', reason };
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
