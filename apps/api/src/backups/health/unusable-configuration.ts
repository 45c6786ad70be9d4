import type { BackupFinding } from '@cutover/contracts';
import { proven } from '../../evidence/check.js';
import type { BackupCheck } from './backup-check.js';
import { findingOf, type BackupKnowledge } from './backup-knowledge.js';

const check = 'backup-configuration';

/** Whether backups go by the configuration that should count. A problem is named only while it is there. */
export const backupConfigurationCheck: BackupCheck = {
  ...{ id: check, policy: proven, judge: unusableConfiguration, isGone: () => true },
};

/** Pure: what keeps the configuration that should count from counting. */
export function unusableConfiguration({ problems }: Pick<BackupKnowledge, 'problems'>): BackupFinding[] {
  return problems.map((message, index) =>
    findingOf({
      ...{ check, subject: `problem ${index + 1}`, outcome: 'fail', severity: 'CRITICAL', message },
      action: 'Look at the configuration of backups (GET /api/backups/configuration), and mend what the message names.',
    }),
  );
}
