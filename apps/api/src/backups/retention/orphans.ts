import type { BackupOrphan } from '@cutover/contracts';
import type { BackupSummary, CatalogueEntry, NoBackup } from '../catalogue/read-catalogue.js';

/** A dump without a manifest may be one that is being published: this long after its last change it is not. */
const publishingMs = 24 * 3_600_000;

const kinds: Readonly<Record<NoBackup['kind'], BackupOrphan['kind']>> = {
  'no-manifest': 'object-without-manifest',
  'unreadable-manifest': 'unreadable-manifest',
  'being-deleted': 'deletion-under-way',
};

/** Pure: what lies in a storage and is no backup, both ways: a dump without its manifest, and a manifest without its dump. */
export function orphansIn(entries: readonly CatalogueEntry<BackupSummary>[], now: Date): BackupOrphan[] {
  return entries.flatMap((entry): BackupOrphan[] => {
    const place = { storage: entry.storage.name, folder: entry.folder, bytes: String(entry.bytes) };
    const { changedAt } = entry;
    if ('fault' in entry) {
      const isOld = now.getTime() - Date.parse(changedAt) > publishingMs;
      const isSweepable = entry.kind === 'being-deleted' || (entry.kind === 'no-manifest' && isOld);
      return [
        { ...place, kind: kinds[entry.kind], changedAt, isSweepable, message: messages[entry.kind] ?? entry.fault },
      ];
    }
    if (entry.objectFault !== 'missing') return [];
    const isSweepable = entry.hold === null;
    return [{ ...place, kind: 'manifest-without-object', changedAt, isSweepable, message: messages.withoutObject }];
  });
}

const messages: Readonly<Record<NoBackup['kind'] | 'withoutObject', string | null>> & { withoutObject: string } = {
  'no-manifest':
    'A dump without a manifest is no backup: a crash has left it, or it is being published. A day after its last change a sweep removes it.',
  'unreadable-manifest': null,
  'being-deleted': 'Its deletion was begun and is ended with the next run, or by backup prune.',
  withoutObject:
    'Its dump is gone: nothing can be restored from it. Find out who removed it; a sweep removes what is left, where nobody holds it.',
};
