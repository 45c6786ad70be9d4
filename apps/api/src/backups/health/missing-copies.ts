import type { BackupFinding } from '@cutover/contracts';
import { findingOf, type BackupKnowledge } from './backup-knowledge.js';

/** Pure: backups that a run could not store in one of its storages and that are not copied there yet. */
export function missingCopies({ copies }: Pick<BackupKnowledge, 'copies'>): BackupFinding[] {
  return copies.map(({ backupId, server, database, storage, failure }) =>
    findingOf({
      ...{ check: 'backup-copy', subject: `${storage}/${server}/${database}/${backupId}` },
      ...{ outcome: 'fail', severity: 'WARNING', message: `It is not in ${storage} yet: ${failure}` },
      action: `Mend ${storage}: it is copied there from a storage that has it, and tried again within an hour.`,
    }),
  );
}
