import type { BackupFinding, BackupRestoreTest } from '@cutover/contracts';
import { asSentence } from '../../failures/as-sentence.js';
import { proven } from '../../evidence/check.js';
import type { BackupCheck } from './backup-check.js';
import { findingOf, type BackupKnowledge } from './backup-knowledge.js';

const check = 'backup-restore';

/** Whether the backup of each database that was restored last did restore. */
export const backupRestoreCheck: BackupCheck = {
  ...{ id: check, policy: proven, judge: failedRestores },
  isGone: (_, { tests }) => tests !== null,
};

/** Pure: what came of the last restore test of each database that is still backed up. A database that was never tested is left out. */
export function failedRestores({ config, tests }: BackupKnowledge): BackupFinding[] {
  if (tests === null)
    return [
      findingOf({
        ...{ check, subject: 'all', outcome: 'unknown', severity: 'WARNING' },
        message: 'The store does not tell what came of the last restore tests.',
        action: 'Mend the store: GET /api/health says what it wants.',
      }),
    ];
  const last = new Map<string, BackupRestoreTest>();
  for (const test of tests) {
    const server = config.servers.find(({ name }) => name === test.server);
    const isWanted = server !== undefined && (server.databases?.includes(test.database) ?? true);
    const subject = `${test.server}/${test.database}`;
    if (isWanted && says[test.state] !== null && !last.has(subject)) last.set(subject, test);
  }
  return [...last].map(([subject, test]) => findingOf({ check, subject, ...says[test.state]!(test) }));
}

type Said = Omit<BackupFinding, 'id' | 'check' | 'subject'>;

/** null: it says nothing of the backup, and the one before it counts. */
const says: Readonly<Record<BackupRestoreTest['state'], ((test: BackupRestoreTest) => Said) | null>> = {
  running: null,
  interrupted: null,
  passed: ({ backupId, endedAt, tables }) => ({
    ...{ outcome: 'pass', severity: 'INFO', action: '' },
    message:
      tables === null
        ? `Backup ${backupId} was restored at ${endedAt}. Whether its rows are those that were dumped is not known: they could not be compared.`
        : `Backup ${backupId} was restored at ${endedAt}, and is what was dumped.`,
  }),
  failed: ({ backupId, storage, endedAt, reason }) => ({
    ...{ outcome: 'fail', severity: 'CRITICAL' },
    message: `Backup ${backupId} of ${storage} does not restore to what was dumped (${endedAt}): ${asSentence(reason ?? '')}`,
    action: 'Make a new backup and test that one. Do not rely on this one, and find out why: docs/backups.md.',
  }),
  undecided: ({ backupId, reason }) => ({
    ...{ outcome: 'unknown', severity: 'WARNING' },
    message: `Whether backup ${backupId} restores was not found out: ${asSentence(reason ?? '')}`,
    action: 'Mend that, and test it again.',
  }),
};
