import type { BackupStorage } from './backup-storage.js';

/** Whatever is being written was written to within this time. */
const abandonedAfterMs = 24 * 3_600_000;

/** Removes what writers left half written and did not write to for a day: a crash has ended them. Rejects as the storage does. */
export async function sweepAbandoned(storage: BackupStorage, now: Date): Promise<void> {
  await storage.sweep(new Date(now.getTime() - abandonedAfterMs));
}
