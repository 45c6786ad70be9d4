import type { BackupSummary, StoredBackup } from '../../backups/catalogue/read-catalogue.js';

/** How many backups of a storage a recipient opens. */
export interface KeyUse {
  storage: string;
  backups: number;
  /** When the first and the last of them were begun; UTC ISO text. */
  oldest: string;
  newest: string;
}

/** Pure: by recipient, those that are configured first, the storages that hold backups which it opens. */
export function keyUse(
  known: readonly StoredBackup<BackupSummary>[],
  configured: readonly string[],
): Map<string, KeyUse[]> {
  const uses = new Map<string, KeyUse[]>(configured.map((recipient) => [recipient, []]));
  for (const { storage, manifest } of known)
    for (const recipient of manifest.encryption?.recipients ?? []) {
      const own = uses.get(recipient) ?? [];
      uses.set(recipient, own);
      const { startedAt } = manifest;
      const use = own.find((each) => each.storage === storage.name);
      if (use === undefined) own.push({ storage: storage.name, backups: 1, oldest: startedAt, newest: startedAt });
      else {
        use.backups += 1;
        if (startedAt < use.oldest) use.oldest = startedAt;
        if (startedAt > use.newest) use.newest = startedAt;
      }
    }
  return uses;
}
