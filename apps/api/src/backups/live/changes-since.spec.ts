import type { BackupRestoreTest, BackupRun } from '@cutover/contracts';
import { changesSince, toldOf, type LiveBackups } from './changes-since.js';

const aRun = (change: Partial<BackupRun> = {}): BackupRun => ({
  ...{ id: 'r', server: 'shop-db', type: 'daily', slotAt: null, state: 'running' },
  ...{ startedAt: '2026-03-31T02:30:00.000Z', endedAt: null, databases: [], progress: null, failure: null },
  ...change,
});
const aTest = { id: 't', state: 'running' } as BackupRestoreTest;
const known = (change: Partial<LiveBackups> = {}): LiveBackups => ({
  ...{ runs: [], restoreTests: [], health: null, catalogueRevision: 1 },
  ...change,
});
const health = (judgedAt: string, message: string) => ({
  judgedAt,
  findings: [
    ...[
      { id: 'c/s', check: 'c', subject: 's', outcome: 'pass' as const, severity: 'INFO' as const, message, action: '' },
    ],
  ],
});

it('tells what is new of runs and tests, of each once, also where the run itself was changed in place', () => {
  const run = aRun();
  const begun = known({ runs: [run], restoreTests: [aTest] });
  expect(changesSince(toldOf(known()), begun)).toMatchObject({ isComplete: false, runs: [run], restoreTests: [aTest] });
  const before = toldOf(begun);
  expect(changesSince(before, begun)).toBeNull();
  run.progress = { database: 'shop', dumpBytes: '9' };
  expect(changesSince(before, begun)).toMatchObject({ runs: [{ progress: { dumpBytes: '9' } }], restoreTests: [] });
});

it('tells the findings when they say something else, not when they were only judged again', () => {
  const before = toldOf(known({ health: health('1', 'good') }));
  expect(changesSince(before, known({ health: health('2', 'good') }))).toBeNull();
  expect(changesSince(before, known({ health: health('2', 'bad') }))).toMatchObject({ health: health('2', 'bad') });
});

it('tells that something else lies in the storages', () => {
  expect(changesSince(toldOf(known()), known({ catalogueRevision: 2 }))).toEqual({
    ...{ isComplete: false, runs: [], restoreTests: [], health: null, catalogueRevision: 2 },
  });
});

it('forgets what has ended', () => {
  expect(toldOf(known({ runs: [aRun({ state: 'complete' })] })).runs.size).toBe(1);
  expect(toldOf(known()).runs.size).toBe(0);
});
