import { aRestorableBackup, aRestoreTest } from '../../../test/support/a-restorable-backup.js';
import { at, someEvidence } from '../../../test/support/some-evidence.js';
import { restorableBackupCheck, type KnownRestorable } from './restorable-backup.check.js';
import type { RestorableDatabase } from './restorable-backup.service.js';

const day = 86_400_000;
const judge = (known: KnownRestorable | null, afterMs = 0) =>
  restorableBackupCheck.judge(someEvidence({ 'restorable-backup': known }), Date.parse(at) + afterMs);
const of = (shop: Partial<RestorableDatabase>, afterMs = 0) =>
  judge(aRestorableBackup({ databases: [{ database: 'shop', passed: null, last: null, ...shop }] }), afterMs);

it('passes where a recent backup was restored and had what was dumped', () => {
  expect(judge(aRestorableBackup())).toMatchObject({ found: [], rest: 'pass' });
  expect(judge(aRestorableBackup(), 7 * day).found).toEqual([]);
});

it('is not known where none was ever restored, where the test could not be made, and where it is too old', () => {
  expect(of({}).found).toMatchObject([
    { subject: 'shop', outcome: 'unknown', message: expect.stringContaining('ever') },
  ]);
  const undecided = aRestoreTest({ state: 'undecided', reason: 'No key.' });
  expect(of({ last: undecided }).found).toMatchObject([
    { outcome: 'unknown', message: expect.stringContaining('No key') },
  ]);
  const passed = aRestoreTest();
  expect(of({ passed, last: passed }, 7 * day + 1).found).toMatchObject([
    { outcome: 'unknown', message: 'The newest backup of shop that is known to restore is 7 days old' },
  ]);
});

it('does not count what is dated in the future: a clock was wrong, and its age is not known', () => {
  const passed = aRestoreTest();
  expect(of({ passed, last: passed }, -60_000).found).toEqual([]);
  expect(of({ passed, last: passed }, -3_600_000).found).toMatchObject([
    { outcome: 'unknown', message: expect.stringContaining('dated in the future') },
  ]);
});

it('is not known where the migration names no database', () =>
  expect(judge(aRestorableBackup({ databases: [] }))).toMatchObject({ found: [], rest: 'unknown' }));

it('fails where the last one that was restored is no good, whatever an older one was', () => {
  const last = aRestoreTest({ state: 'failed', reason: 'orders has other rows than were dumped.' });
  expect(of({ passed: aRestoreTest(), last }).found).toMatchObject([
    { outcome: 'fail', severity: 'WARNING', message: expect.stringContaining('orders has other rows') },
  ]);
});

it('still counts what has passed where a later test could not be made', () =>
  expect(of({ passed: aRestoreTest(), last: aRestoreTest({ state: 'undecided', reason: 'No room.' }) }).found).toEqual(
    [],
  ));

it('says nothing of a source that Cutover does not back up, and calls nothing good that is not known', () => {
  expect(judge(aRestorableBackup({ server: null, databases: [] }))).toMatchObject({
    ...{ rest: 'unknown', notApplicable: expect.stringContaining('backups.servers') },
  });
  expect(judge(null)).toMatchObject({ found: [], rest: 'unknown' });
  expect(judge(aRestorableBackup({ databases: [], reason: 'the store is full' }))).toMatchObject({
    ...{ rest: 'unknown', awaits: expect.stringContaining('the store is full') },
  });
  expect(judge(aRestorableBackup()).otherwise('crm').kind).toBe('unknown');
});
