import type { BackupFinding } from '@cutover/contracts';
import { proven } from '../../evidence/check.js';
import type { BackupCheck } from './backup-check.js';
import { findingOf, type BackupKnowledge } from './backup-knowledge.js';

const check = 'backup-key';

/** Whether somebody holds a key that opens the backups. A recipient that no backup has any more, and a file that nobody names, are gone. */
export const backupKeyCheck: BackupCheck = {
  ...{ id: check, policy: proven, judge: backupKeys },
  isGone: (_, { keys }) => keys !== null && 'trial' in keys && keys.isWhole,
};

/** Pure: of each recipient of backups whether a secret key that opens them was tried, and of each key whether it opens any. */
export function backupKeys({ keys }: Pick<BackupKnowledge, 'keys'>): BackupFinding[] {
  if (keys === null) return [];
  if ('failure' in keys)
    return [
      findingOf({
        ...{ check, subject: 'all', outcome: 'unknown', severity: 'WARNING' },
        message: `Keys could not be tried: ${keys.failure}`,
        action: 'Remove the reason: they are tried again after a day, and at the next start.',
      }),
    ];
  const { recipients, useless } = keys.trial;
  // Nothing is encrypted.
  if (recipients.length === 0) return [];
  return [
    ...recipients.map(({ recipient, openedBy }) =>
      openedBy.length > 0
        ? findingOf({
            ...{ check, subject: recipient, outcome: 'pass', severity: 'INFO', action: '' },
            message: `${openedBy.join(', ')} opens what is encrypted to it.`,
          })
        : findingOf({
            ...{ check, subject: recipient, outcome: 'unknown', severity: 'INFO' },
            message: 'Its secret key was never tried here: whether somebody still has it is not known.',
            action: 'Try it where it is kept: backup verify --identity FILE.',
          }),
    ),
    ...useless.map(({ file, reason }) =>
      findingOf({
        ...{ check, subject: file, outcome: 'fail', severity: 'WARNING' },
        message: `This identity file opens no backup: ${reason}`,
        action: 'Name the right file under backups.restoreTest.ageIdentityFiles, or remove it there.',
      }),
    ),
  ];
}
