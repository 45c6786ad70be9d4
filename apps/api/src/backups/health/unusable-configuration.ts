import type { BackupFinding } from '@cutover/contracts';
import { asSentence } from '../../failures/as-sentence.js';
import { proven } from '../../evidence/check.js';
import type { BackupCheck } from './backup-check.js';
import { findingOf, type BackupKnowledge } from './backup-knowledge.js';

const check = 'backup-configuration';
/** So many are told here at most; all of them stand with the configuration. */
const mostTold = 3;

/** Whether backups go by the configuration that should count. Said only while there is a problem. */
export const backupConfigurationCheck: BackupCheck = {
  ...{ id: check, policy: proven, judge: unusableConfiguration, isGone: () => true },
};

/** Pure: what keeps the configuration that should count from counting. */
export function unusableConfiguration({ problems }: Pick<BackupKnowledge, 'problems'>): BackupFinding[] {
  if (problems.length === 0) return [];
  const told = problems.slice(0, mostTold).map(asSentence);
  const more = problems.length > mostTold ? [`And ${problems.length - mostTold} more.`] : [];
  return [
    findingOf({
      ...{
        check,
        subject: 'configuration',
        outcome: 'fail',
        severity: 'CRITICAL',
        message: [...told, ...more].join(' '),
      },
      action: 'Look at the configuration of backups (GET /api/backups/configuration), and mend what the message names.',
    }),
  ];
}
