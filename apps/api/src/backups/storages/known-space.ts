import { messageOf } from '../../failures/message-of.js';
import type { BackupStorage, StorageSpace } from './backup-storage.js';

/** A mount whose server is gone never tells its room. */
const spaceWithinMs = 10_000;

/** Room of a storage, or why it is not known; null: it has no end that is known. Never rejects, and answers in ten seconds. */
export async function spaceOf(storage: BackupStorage): Promise<StorageSpace | { failure: string } | null> {
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<{ failure: string }>((resolve) => {
    const failure = `Storage ${storage.name} does not tell its room: look at its mount.`;
    timer = setTimeout(() => resolve({ failure }), spaceWithinMs);
  });
  const told = storage.space().catch((error: unknown) => ({ failure: messageOf(error) }));
  return Promise.race([told, tooLong]).finally(() => clearTimeout(timer));
}
