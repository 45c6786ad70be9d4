import { inWords } from '../../checks/texts/in-words.js';
import { nothingKnown, proven, type Check, type CheckReading, type Found } from '../../evidence/check.js';
import type { RestorableBackup, RestorableDatabase } from './restorable-backup.service.js';

const msPerHour = 3_600_000;
/** Clocks of two processes are apart by less. */
const clockSlackMs = 5 * 60_000;

/** What the check is given beside the tests. */
export interface KnownRestorable extends RestorableBackup {
  measuredAt: string;
  /** A backup that was restored proves so much, in hours from when it was begun. */
  longestHours: number;
}

/** What is wrong with the backups of one database; null: nothing. */
function fault({ database, passed, last }: RestorableDatabase, longestHours: number, nowMs: number): Found | null {
  const found = { subject: database, severity: 'WARNING' } as const;
  if (last?.state === 'failed')
    return {
      ...found,
      ...{ outcome: 'fail', evidence: last.id },
      message: `The backup of ${database} that was restored last is no good: ${last.reason ?? 'it did not restore'}`,
      action: `Look at the storage ${last.storage}, make another backup, and restore it.`,
    };
  if (passed === null)
    return {
      ...found,
      // Something to be done before the switch, and nothing that went wrong.
      ...{ outcome: 'unknown', evidence: last?.id ?? 'never', severity: last === null ? 'INFO' : 'WARNING' },
      message:
        last === null
          ? `No backup of ${database} of this server was ever restored to see whether it restores`
          : `Whether a backup of ${database} restores was not found out: ${last.reason ?? 'the test says nothing'}`,
      action:
        last === null
          ? 'Make a backup and test it (POST /api/backups/restore-tests), or let backups.restoreTest.cron do it.'
          : 'Remove the reason, and test it again.',
    };
  if (passed.tables === null)
    return {
      ...found,
      ...{ outcome: 'unknown', evidence: passed.id, severity: 'INFO' },
      message: `A backup of ${database} was restored, and its rows could not be compared with what was dumped`,
      action:
        'Restore it to a server of the version that was dumped, with the client that made it. Of MySQL rows cannot be compared: compare it yourself, and answer for it.',
    };
  const ageMs = nowMs - Date.parse(passed.backupStartedAt);
  if (ageMs < -clockSlackMs)
    return {
      ...found,
      ...{ outcome: 'unknown', evidence: passed.id },
      message: `The backup of ${database} that is known to restore is dated in the future (${passed.backupStartedAt}): a clock was wrong, and its age is not known`,
      action: 'Look at the clock of this machine. Then make another backup and test it.',
    };
  if (ageMs <= longestHours * msPerHour) return null;
  return {
    ...found,
    ...{ outcome: 'unknown', evidence: passed.id },
    message: `The newest backup of ${database} that is known to restore is ${inWords(ageMs / 1000)} old`,
    action: `Make another and test it: one may be ${longestHours} h old (readiness.restorableBackupHours).`,
  };
}

/** Nobody switches a production database without a backup that is known to restore. Asked where Cutover backs up the source. */
export const restorableBackupCheck: Check = {
  id: 'restorable-backup',
  claim: 'A recent backup of each database was restored, and had what was dumped',
  blocks: 'unless-passed',
  needs: 'nothing',
  policy: proven,
  judge: (evidence, nowMs): CheckReading => {
    const known = evidence['restorable-backup'];
    if (known === null) return nothingKnown;
    if (known.server === null)
      return { ...nothingKnown, notApplicable: 'The source is none of the servers under backups.servers' };
    if (known.reason !== null) return { ...nothingKnown, awaits: `Tests of backups cannot be read: ${known.reason}.` };
    if (known.databases.length === 0) return { ...nothingKnown, awaits: 'The migration names no database.' };
    const found = known.databases.flatMap((each) => fault(each, known.longestHours, nowMs) ?? []);
    return {
      found,
      rest: 'pass',
      otherwise: (subject) =>
        known.databases.some(({ database }) => database === subject)
          ? { kind: 'pass', evidence: known.measuredAt }
          : { kind: 'unknown' },
    };
  },
};
