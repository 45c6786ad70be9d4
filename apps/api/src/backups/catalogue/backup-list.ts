import type { Backup, BackupList, BackupPlace, BackupQuery, RetentionChoice } from '@cutover/contracts';
import type { BackupSummary, StoredBackup } from './read-catalogue.js';
import { isVerified } from '../verify/proof.js';
import type { StorageView } from './watched-storage.js';

const objectFaults: Readonly<Record<'missing' | 'of another size', string>> = {
  missing:
    'Its dump is not there: nothing can be restored from it. Find out who removed it; backup prune --orphans removes what is left',
  'of another size': 'Its dump has not as many bytes as were written: do not rely on it, and look at the storage',
};

/** Pure: what lies in the storages as one list, one backup a line wherever it lies, the newest first. `plan`: why each is kept. */
export function backupList(
  views: readonly StorageView[],
  plan: readonly RetentionChoice[],
  query: BackupQuery,
): BackupList {
  const reasons = new Map(
    plan.map(({ storage, folder, isKept, reasons }) => [`${storage} ${folder}`, isKept ? reasons : []]),
  );
  const stored = views.flatMap(({ entries }) =>
    entries.flatMap((entry) => ('manifest' in entry && isAsked(entry, query) ? [entry] : [])),
  );
  const backups = new Map<string, Backup>();
  for (const each of stored) {
    const backup = backups.get(each.folder) ?? backupOf(each.manifest);
    backups.set(each.folder, backup);
    backup.places.push(placeOf(each, reasons.get(`${each.storage.name} ${each.folder}`) ?? []));
    const at = isVerified(each) ? each.proof!.verifiedAt : null;
    if (at !== null && (backup.verifiedAt === null || at > backup.verifiedAt)) backup.verifiedAt = at;
  }
  const newestFirst = [...backups.values()].sort((a, b) => (a.id < b.id ? 1 : -1));
  const storages = views.map(({ storage, readAt, failure, entries }) => ({
    ...{ name: storage.name, readAt, failure },
    backups: readAt === null ? null : entries.filter((entry) => 'manifest' in entry).length,
    bytes: readAt === null ? null : String(entries.reduce((sum, { bytes }) => sum + bytes, 0n)),
  }));
  return { storages, backups: newestFirst.slice(0, query.limit), total: newestFirst.length };
}

function isAsked({ storage, manifest }: StoredBackup<BackupSummary>, query: BackupQuery): boolean {
  return (
    (query.server === undefined || query.server === manifest.server) &&
    (query.database === undefined || query.database === manifest.database) &&
    (query.type === undefined || query.type === manifest.type) &&
    (query.storage === undefined || query.storage === storage.name)
  );
}

function backupOf(manifest: BackupSummary): Backup {
  const { id, server, engine, database, type, startedAt, finishedAt, position, compression } = manifest;
  return {
    ...{ id, server, engine, database, type, startedAt, finishedAt, position, compression },
    ...{ bytes: manifest.object.bytes, dumpBytes: manifest.dump.bytes, isEncrypted: manifest.encryption !== null },
    isAccounts: manifest.accounts !== null,
    ...{ verifiedAt: null, places: [] },
  };
}

function placeOf(stored: StoredBackup<BackupSummary>, keptBecause: string[]): BackupPlace {
  const { storage, folder, objectFault, foundBad, hold, proof } = stored;
  const fault = objectFault === null ? (foundBad?.reason ?? null) : objectFaults[objectFault];
  return { storage: storage.name, folder, fault, hold, proof, keptBecause };
}
