import type { BackupFinding } from '@cutover/contracts';
import { programMissing } from '../programs/stage-programs.js';
import { proven } from '../../evidence/check.js';
import type { BackupCheck } from './backup-check.js';
import { findingOf, type BackupKnowledge } from './backup-knowledge.js';

const check = 'backup-client';

/** Whether the programs are there that backups are made with. A program is named only while it is missing. */
export const backupClientCheck: BackupCheck = { id: check, policy: proven, judge: missingClients, isGone: () => true };

/** Pure: whether the programs are there that backups are made with. */
export function missingClients({ clients, missingPrograms }: BackupKnowledge): BackupFinding[] {
  return [
    ...[...clients].map(([subject, missing]) =>
      missing === null
        ? findingOf({
            ...{ check, subject, outcome: 'pass', severity: 'INFO', action: '' },
            message: 'A client is there. Whether it fits the version of a server is seen when a run begins.',
          })
        : findingOf({
            ...{ check, subject, outcome: 'fail', severity: 'CRITICAL', message: missing },
            action: 'Install it on the machine that Cutover runs on: no backup can be made before.',
          }),
    ),
    ...missingPrograms.map((name) =>
      findingOf({
        ...{ check, subject: name, outcome: 'fail', severity: 'CRITICAL', message: programMissing(name) },
        action: 'Install it on the machine that Cutover runs on: no backup can be made before.',
      }),
    ),
  ];
}
