import type { BackupRun, BackupRunDatabase } from '@cutover/contracts';
import { expect, it } from 'vitest';
import { anyRun, choicesOf, filterRuns } from './run-filter.js';
import { nextStepOf, runSteps } from './run-steps.js';

const came = (change: Partial<BackupRunDatabase>): BackupRunDatabase => ({
  ...{ database: 'shop', backupId: null, bytes: null, dumpBytes: null, position: null, storages: [] },
  ...{ failure: null, skipped: null, durationMs: 1 },
  ...change,
});
const aRun = (id: string, change: Partial<BackupRun> = {}): BackupRun => ({
  ...{ id, server: 'shop-db', type: 'daily', slotAt: null, state: 'complete', progress: null, failure: null },
  ...{ startedAt: '2026-11-26T03:00:00.000Z', endedAt: null, databases: [] },
  ...change,
});
const runs = [
  aRun('a', { databases: [came({}), came({ database: 'crm' })] }),
  aRun('b', { server: 'other', state: 'failed', databases: [came({ database: null, failure: 'Away.' })] }),
  aRun('c', { type: 'manual', state: 'partial', databases: [came({})] }),
];
const chosen = (change: Partial<typeof anyRun>): string[] =>
  filterRuns(runs, { ...anyRun, ...change }).map(({ id }) => id);

it('shows the runs of a server, a database, a type and a state, and of all at once', () => {
  expect(chosen({})).toEqual(['a', 'b', 'c']);
  expect(chosen({ server: 'other' })).toEqual(['b']);
  expect(chosen({ database: 'shop' })).toEqual(['a', 'c']);
  expect(chosen({ database: 'shop', type: 'manual' })).toEqual(['c']);
  expect(chosen({ server: 'other', state: 'complete' })).toEqual([]);
  expect(choicesOf(runs, 'database', '')).toEqual(['crm', 'shop']);
  // What was chosen can be taken back also where no run has it any more.
  expect(choicesOf(runs, 'server', 'gone')).toEqual(['gone', 'other', 'shop-db']);
});

it('tells of each database what came of it in each storage, and of one that was not made why', () => {
  const storages = [
    { name: 'disk', failure: null, readBack: null, storedLaterAt: null },
    { name: 's3', failure: 'Storage s3 refused it: check its key.', readBack: null, storedLaterAt: null },
  ];
  const steps = runSteps(
    aRun('a', { databases: [came({ backupId: 'x', storages }), came({ database: null, failure: 'Access denied.' })] }),
  );
  expect(steps.map(({ database, storage, look, failure }) => [database, storage, look.tone, failure])).toEqual([
    ['shop', 'disk', 'good', null],
    ['shop', 's3', 'critical', 'Storage s3 refused it: check its key.'],
    ['The whole server', null, 'critical', 'Access denied.'],
  ]);
  expect(nextStepOf({ state: 'partial' })).toContain('Mend what is named below');
});

it('says what was read back, copied later and left out', () => {
  const at = '2026-11-26T03:10:00.000Z';
  const read = (outcome: 'opened' | 'bad', reason: string | null) => ({ outcome, reason, at });
  const storages = [
    { name: 'disk', failure: null, readBack: read('opened', null), storedLaterAt: null },
    { name: 'nas', failure: 'Bytes differ.', readBack: read('bad', 'Bytes differ.'), storedLaterAt: null },
    { name: 's3', failure: 'Refused.', readBack: null, storedLaterAt: at },
  ];
  const accounts = came({ database: 'server.accounts', skipped: 'Nothing is encrypted.' });
  const steps = runSteps(aRun('a', { databases: [came({ backupId: 'x', storages }), accounts] }));
  expect(steps.map(({ storage, look }) => [storage, look.word])).toEqual([
    ['disk', 'Stored, read back'],
    ['nas', 'Stored, no good'],
    ['s3', 'Stored later'],
    [null, 'Left out'],
  ]);
});
