import type { BackupFinding } from '@cutover/contracts';
import { findingOf } from './backup-knowledge.js';

/** Pure: what keeps the configuration that should count from counting. */
export const unusableConfiguration = (problems: readonly string[]): BackupFinding[] =>
  problems.map((message, index) =>
    findingOf({
      ...{
        check: 'backup-configuration',
        subject: `problem ${index + 1}`,
        outcome: 'fail',
        severity: 'CRITICAL',
        message,
      },
      action: 'Look at the configuration of backups (GET /api/backups/configuration), and mend what the message names.',
    }),
  );
