import { text } from 'node:stream/consumers';
import type { BackupStorage, StoredObject } from './backup-storage.js';

/** What lies beside a dump is no larger, or is not read: a manifest of ten thousand tables has about one MiB. */
export const mostTextBytes = 16 << 20;

/** Writes a small object whole. Rejects where it is not there for good, and leaves nothing behind then. */
export async function writeText(storage: BackupStorage, path: string, words: string): Promise<void> {
  const writer = await storage.begin(path);
  try {
    writer.stream.end(words);
    await writer.publish();
  } catch (error) {
    await writer.abort();
    throw error;
  }
}

/** Reads a small object. null: it is far too large for one of ours, as what others wrote may be. Rejects where it cannot be read. */
export async function readText(storage: BackupStorage, { path, bytes }: StoredObject): Promise<string | null> {
  return bytes > mostTextBytes ? null : text(await storage.read(path));
}
