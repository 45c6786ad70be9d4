import type { BackupRun } from '@cutover/contracts';
import { aStorage, aStoredBackup } from '../../../test/support/a-stored-backup.js';
import { configSchema } from '../../config/config.schema.js';
import { alertingOf } from './backup-check.js';
import type { BackupKnowledge } from './backup-knowledge.js';
import { backupLateCheck } from './late-backups.js';

const now = new Date('2026-03-31T12:00:00.000Z');
const at = (day: number): string => `2026-03-${String(day).padStart(2, '0')}T02:30:05.000Z`;
const configWith = (change: object = {}) =>
  configSchema.parse({
    backups: {
      servers: [{ name: 'shop-db', host: 'a', username: 'u', password: 'p', ...change }],
      storages: [{ name: 'disk', folder: '/nowhere' }],
      schedules: [{ name: 'daily', cron: '30 2 * * *' }],
    },
  }).backups;
const aRun = (startedAt: string, ...names: string[]): BackupRun => ({
  ...{ id: startedAt, server: 'shop-db', type: 'daily', slotAt: null, state: 'complete', startedAt },
  ...{ endedAt: startedAt, progress: null, failure: null },
  databases: names.map((database) => ({
    ...{ database, backupId: `${database} ${startedAt}`, bytes: '1', dumpBytes: '1', position: null, storages: [] },
    ...{ failure: null, skipped: null, durationMs: 1 },
  })),
});
const stored = (database: string, day: number, told: object = {}) => aStoredBackup(at(day), { database, ...told });

const knowing = (change: Partial<BackupKnowledge>): BackupKnowledge => ({
  ...{ config: configWith(), views: [], runs: [], tests: [], spaces: new Map(), clients: new Map() },
  ...{ missingPrograms: [], keys: null, copies: [], problems: [] },
  ...change,
});
const viewOf = (...entries: ReturnType<typeof stored>[]) => ({
  ...{ storage: aStorage, readAt: now.toISOString(), failure: null, entries },
});
/** What is said of the database that the last run did not see; empty: nothing. */
const saidOfB = (change: Partial<BackupKnowledge>) =>
  backupLateCheck.judge(knowing(change), now).filter(({ subject }) => subject === 'daily/shop-db/b');

const runs = [aRun(at(31), 'a'), aRun(at(30), 'a', 'b')];
const unknown = [{ outcome: 'unknown', severity: 'WARNING', message: expect.stringContaining(at(30)) }];

it('does not know of a database that an earlier run had and the last one did not see, and ends no alert of it', () => {
  const known = knowing({ runs, views: [viewOf(stored('a', 31))] });
  const findings = backupLateCheck.judge(known, now);
  expect(findings.map(({ subject, outcome }) => [subject, outcome])).toEqual([
    ['daily/shop-db/a', 'pass'],
    ['daily/shop-db/b', 'unknown'],
  ]);
  expect(saidOfB(known)).toMatchObject(unknown);
  const { reading } = alertingOf(backupLateCheck, findings, known, 'now');
  expect(reading?.otherwise('daily/shop-db/b')).toEqual({ kind: 'unknown' });
});

it('knows it from what lies in the storages, too, but not from those of another server that had the name', () => {
  const last = runs.slice(0, 1);
  expect(saidOfB({ runs: last, views: [viewOf(stored('b', 30))] })).toMatchObject(unknown);
  expect(saidOfB({ runs: last, views: [viewOf(stored('b', 30, { address: 'a:3306' }))] })).toMatchObject(unknown);
  expect(saidOfB({ runs: last, views: [viewOf(stored('b', 30, { address: 'staging:3306' }))] })).toEqual([]);
  expect(saidOfB({ runs: last, views: [viewOf(stored('b', 30, { type: 'manual' }))] })).toEqual([]);
});

it('asks no more for one that is excluded, that is not among those that are named, and after a month', () => {
  for (const change of [{ excludeDatabases: ['b*'] }, { databases: ['a'] }])
    expect(saidOfB({ runs, config: configWith(change) })).toEqual([]);
  const old = aRun('2026-02-26T02:30:05.000Z', 'a', 'b');
  expect(saidOfB({ runs: [runs[0]!, old] })).toEqual([]);
  expect(saidOfB({ runs: [runs[0]!, { ...old, startedAt: at(1) }] })).toHaveLength(1);
});

it('says nothing of accounts that were left out, and of a server of which no run is known', () => {
  const accounts = aRun(at(30), 'a', 'server.accounts');
  expect(backupLateCheck.judge(knowing({ runs: [runs[0]!, accounts] }), now)).toHaveLength(1);
  expect(saidOfB({ runs: [], views: [viewOf(stored('b', 30))] })).toEqual([]);
});
