import type { BackupFinding } from '@cutover/contracts';
import type { StorageView } from '../catalogue/watched-storage.js';
import { proven } from '../../evidence/check.js';
import type { BackupCheck } from './backup-check.js';
import { findingOf, type BackupKnowledge } from './backup-knowledge.js';

const check = 'backup-copy';

/** Whether each backup is in all of its storages. One is named only while it is not; a store or a storage that does not tell ends nothing. */
export const backupCopyCheck: BackupCheck = {
  ...{ id: check, policy: proven, judge: missingCopies },
  isGone: (_, { runs, copies, views }) => runs !== null && copies !== null && views.every(isRead),
};

const isRead = ({ readAt, failure }: StorageView): boolean => readAt !== null && failure === null;

/** Pure: backups that a run could not store in one of its storages and that are not copied there yet. */
export function missingCopies({ copies }: Pick<BackupKnowledge, 'copies'>): BackupFinding[] {
  return (copies ?? []).map(({ backupId, server, database, storage, failure }) =>
    findingOf({
      ...{ check, subject: `${storage}/${server}/${database}/${backupId}` },
      ...{ outcome: 'fail', severity: 'WARNING', message: `It is not in ${storage} yet: ${failure}` },
      action: `Mend ${storage}: it is copied there from a storage that has it, and tried again within an hour.`,
    }),
  );
}
