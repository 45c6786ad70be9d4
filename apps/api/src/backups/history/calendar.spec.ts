import type { BackupRun, BackupRunDatabase } from '@cutover/contracts';
import { aStorage, aStoredBackup } from '../../../test/support/a-stored-backup.js';
import { LocalStorage } from '../storages/local-storage.js';
import { configSchema } from '../../config/config.schema.js';
import { retentionRules, type RetentionRules } from '../retention/retention-rules.js';
import type { StorageView } from '../catalogue/watched-storage.js';
import { daysDue, lastDays } from './calendar-days.js';
import { calendarOf, type CalendarSources } from './calendar.js';

const now = new Date('2026-03-31T12:00:00.000Z');
const endpoint = { host: 'a', username: 'u', password: 'p' };
const configWith = (databases?: string[]): CalendarSources['config'] =>
  configSchema.parse({
    backups: {
      servers: [{ name: 'shop-db', ...endpoint, databases }],
      storages: [{ name: 'disk', folder: '/nowhere' }],
      schedules: [{ name: 'daily', cron: '30 2 * * *' }],
    },
  }).backups;
const viewOf = (entries: StorageView['entries'], change: Partial<StorageView> = {}): StorageView => ({
  ...{ storage: aStorage, readAt: now.toISOString(), failure: null, entries },
  ...change,
});
const at = (day: number, time = '02:30:05'): string => `2026-03-${day}T${time}.000Z`;
const idOf = (startedAt: string): string => aStoredBackup(startedAt).manifest.id;
const came = (change: Partial<BackupRunDatabase> = {}): BackupRunDatabase => ({
  ...{ database: 'shop', backupId: null, bytes: null, dumpBytes: null, position: null, storages: [] },
  ...{ failure: null, skipped: null, durationMs: 1 },
  ...change,
});
const aRun = (startedAt: string, databases: BackupRunDatabase[], change: Partial<BackupRun> = {}): BackupRun => ({
  ...{ id: startedAt, server: 'shop-db', type: 'daily', slotAt: null, state: 'complete', startedAt, databases },
  ...{ endedAt: startedAt, progress: null, failure: null },
  ...change,
});
const known = (change: Partial<CalendarSources> = {}): CalendarSources => ({
  ...{ config: configWith(['shop']), views: [viewOf([])], runs: [], dueSince: {}, restored: new Set<string>() },
  rules: rulesOf({ last: 1 }),
  ...change,
});
/** Of a storage that keeps backups so. */
const rulesOf = (policy: object): RetentionRules =>
  retentionRules(
    configSchema.parse({
      backups: {
        servers: [{ name: 'shop-db', ...endpoint }],
        storages: ['disk', 'nas'].map((name) => ({ name, folder: `/nowhere/${name}`, retention: policy })),
      },
    }).backups,
  );
const stored = { name: 'disk', failure: null, readBack: null, storedLaterAt: null };
/** State of each of the last five days: the 27th to the 31st. */
const states = (sources: CalendarSources): string[] =>
  calendarOf(sources, now, 5).databases[0]!.days.map(({ state }) => state);

it('goes by what lies in the storages, and by runs for what was tried', () => {
  const two = aRun(at(29), [
    came({
      backupId: idOf(at(29)),
      storages: [
        { name: 'disk', failure: null, readBack: null, storedLaterAt: null },
        { name: 's3', failure: 'refused', readBack: null, storedLaterAt: null },
      ],
    }),
  ]);
  const sources = known({
    views: [viewOf([aStoredBackup(at(31)), aStoredBackup(at(29))])],
    runs: [
      aRun(at(31), [
        came({
          backupId: idOf(at(31)),
          storages: [{ name: 'disk', failure: null, readBack: null, storedLaterAt: null }],
        }),
      ]),
      aRun(at(30), [came({ database: null, failure: 'The server does not answer.' })], { state: 'failed' }),
      two,
      aRun(at(28), [came({ backupId: idOf(at(28)), storages: [stored] })]),
    ],
  });
  const { days, databases } = calendarOf(sources, now, 5);
  expect(days).toEqual(['2026-03-27', '2026-03-28', '2026-03-29', '2026-03-30', '2026-03-31']);
  expect(databases).toMatchObject([{ server: 'shop-db', database: 'shop' }]);
  // Of the 27th nothing is known, and backups may have been begun on the 28th.
  expect(states(sources)).toEqual(['none-due', 'not-kept', 'partial', 'failed', 'complete']);
  expect(databases[0]!.days[3]).toEqual({ state: 'failed', isRestored: false, backups: 0, failures: 1 });
});

const foundBad = { level: 'read-back' as const, reason: 'damaged', foundAt: at(31) };

it('counts no copy that was found to be no good when it was read back', () => {
  const nas = new LocalStorage('nas', '/nowhere');
  const damaged = { name: 'disk', failure: 'damaged', readBack: null, storedLaterAt: null };
  const good = { name: 'nas', failure: null, readBack: null, storedLaterAt: null };
  const sources = known({
    views: [
      viewOf([aStoredBackup(at(31), {}, { foundBad }), aStoredBackup(at(30), {}, { foundBad })]),
      viewOf([aStoredBackup(at(30), {}, { storage: nas })], { storage: nas }),
    ],
    runs: [
      aRun(at(31), [came({ backupId: idOf(at(31)), storages: [damaged] })], { state: 'failed' }),
      aRun(at(30), [came({ backupId: idOf(at(30)), storages: [damaged, good] })], { state: 'partial' }),
    ],
  });
  expect(states(sources).slice(-2)).toEqual(['partial', 'failed']);
});

it('misses the accounts of a server whose databases are named, where a run had them', () => {
  const accounts = aStoredBackup(at(29), { database: 'server.accounts' });
  const ran = aRun(at(29), [came({ database: 'server.accounts', backupId: idOf(at(29)) })]);
  const { databases } = calendarOf(known({ views: [viewOf([accounts])], runs: [ran] }), now, 5);
  const ofAccounts = databases.find(({ database }) => database === 'server.accounts');
  expect(ofAccounts?.days.map(({ state }) => state).slice(-3)).toEqual(['complete', 'missing', 'missing']);
});

it('calls missing what was due and is not there, and unknown where that cannot be seen', () => {
  const views = [viewOf([aStoredBackup(at(28))])];
  expect(states(known({ views }))).toEqual(['none-due', 'complete', 'missing', 'missing', 'missing']);
  const failing = { ...views[0]!, failure: 'EIO' };
  const unknown = ['none-due', 'complete', 'unknown', 'unknown', 'unknown'];
  expect(states(known({ views: [failing] }))).toEqual(unknown);
  expect(calendarOf(known({ views: [failing] }), now, 5).unread).toEqual(['disk']);
  expect(states(known({ views: [views[0]!, viewOf([], { readAt: null })] }))).toEqual(unknown);
  expect(states(known({ views, runs: null }))).toEqual(unknown);
  const running = aRun(at(31), [], { state: 'running', endedAt: null });
  expect(states(known({ views, runs: [running] })).slice(-2)).toEqual(['missing', 'unknown']);
  // An hour of grace: at 03:00 the backup of today is not missing yet.
  const early = calendarOf(known({ views }), new Date('2026-03-31T03:00:00.000Z'), 1);
  expect(early.databases[0]!.days).toMatchObject([{ state: 'none-due' }]);
});

it('calls a day failed whose only backup lost its dump, and partial where one of two places did', () => {
  const lost = aStoredBackup(at(31), {}, { objectFault: 'missing' });
  expect(states(known({ views: [viewOf([lost])] })).at(-1)).toBe('failed');
  expect(states(known({ views: [viewOf([lost]), viewOf([aStoredBackup(at(31))])] })).at(-1)).toBe('partial');
  // What is dated in the future is of no day.
  expect(states(known({ views: [viewOf([aStoredBackup('2027-01-01T00:00:00.000Z')])] })).at(-1)).toBe('none-due');
});

it('calls a day failed whose one backup was no good, also once it was removed', () => {
  const storages = [{ ...stored, failure: 'damaged' }];
  const runs = [aRun(at(31), [came({ backupId: idOf(at(31)), storages })], { state: 'failed' })];
  expect(states(known({ runs })).at(-1)).toBe('failed');
});

describe('where a run has stored what is there no more', () => {
  const nas = new LocalStorage('nas', '/nowhere/nas');
  const both = [stored, { ...stored, name: 'nas' }];
  const runs = [31, 30, 29].map((day) => aRun(at(day), [came({ backupId: idOf(at(day)), storages: both })]));
  const [young, middle, old] = [31, 30, 29].map((day) => aStoredBackup(at(day)));
  const onNas = (entries: StorageView['entries'], change = {}): StorageView =>
    viewOf(entries, { storage: nas, ...change });
  const lastThree = (policy: object, views: StorageView[]): string[] =>
    states(known({ runs, views, rules: rulesOf(policy) })).slice(-3);

  it('calls a day partial where one of two places lost what it would keep, and not what retention deleted', () => {
    const disk = viewOf([young!, middle!, old!]);
    expect(lastThree({ last: 2 }, [disk, onNas([young!, middle!])])).toEqual(['complete', 'complete', 'complete']);
    expect(lastThree({ last: 3 }, [disk, onNas([young!, middle!])])).toEqual(['partial', 'complete', 'complete']);
    expect(lastThree({ last: 2 }, [disk, onNas([middle!, old!])])).toEqual(['complete', 'complete', 'partial']);
    // A folder that is not mounted is an empty one.
    expect(lastThree({ last: 2 }, [disk, onNas([])])).toEqual(['complete', 'partial', 'partial']);
  });

  it('calls it missing where every place lost it, and not kept where retention deleted it', () => {
    expect(lastThree({ last: 2 }, [viewOf([young!]), onNas([young!])])).toEqual(['not-kept', 'missing', 'complete']);
    const noRules = { ...rulesOf({ last: 1 }), byStorage: new Map<string, never>() };
    const views = [viewOf([young!]), onNas([young!])];
    expect(states(known({ runs, views, rules: noRules })).slice(-3)).toEqual(['missing', 'missing', 'complete']);
  });

  it('counts none that is no good for what retention would keep', () => {
    const views = [viewOf([{ ...young!, foundBad }]), onNas([{ ...young!, foundBad }])];
    expect(lastThree({ last: 2 }, views)).toEqual(['missing', 'missing', 'failed']);
  });

  it('misses nothing in a storage that was not looked at since, cannot be read, or is configured no more', () => {
    const disk = viewOf([young!, middle!, old!]);
    const complete = ['complete', 'complete', 'complete'];
    expect(lastThree({ last: 3 }, [disk, onNas([], { readAt: at(29) })])).toEqual(complete);
    expect(lastThree({ last: 3 }, [disk, onNas([], { failure: 'EIO' })])).toEqual(complete);
    expect(lastThree({ last: 3 }, [disk])).toEqual(complete);
  });
});

it('puts a backup on the day on which it was due', () => {
  const begun = at(31, '00:00:09');
  const run = aRun(begun, [came({ backupId: idOf(begun) })], { slotAt: at(30, '23:59:59') });
  expect(states(known({ views: [viewOf([aStoredBackup(begun)])], runs: [run] })).slice(-2)).toEqual([
    'complete',
    'missing',
  ]);
});

it('says what was restored, by what lies beside it or by the tests that are kept', () => {
  const proof = { level: 'restored' as const, verifiedAt: now.toISOString() };
  const entries = [aStoredBackup(at(29)), aStoredBackup(at(30)), aStoredBackup(at(31), {}, { proof })];
  const sources = known({ views: [viewOf(entries)], restored: new Set([idOf(at(29))]) });
  expect(calendarOf(sources, now, 3).databases[0]!.days.map(({ isRestored }) => isRestored)).toEqual([
    ...[true, false, true],
  ]);
});

it('knows the databases of a whole server from what was made, and does not know of one that the last run did not see', () => {
  const runs = [aRun(at(31), [came({ backupId: idOf(at(31)) })])];
  const views = [viewOf([aStoredBackup(at(31)), aStoredBackup(at(29), { database: 'old' })])];
  const { databases } = calendarOf(known({ config: configWith(), views, runs }), now, 3);
  expect(databases.map(({ database, days }) => [database, ...days.map(({ state }) => state)])).toEqual([
    ['old', 'complete', 'unknown', 'unknown'],
    ['shop', 'missing', 'missing', 'complete'],
  ]);
  const server = { ...configWith().servers[0]!, excludeDatabases: ['old'] };
  const config = { ...configWith(), servers: [server] };
  expect(states(known({ config, views, runs })).slice(-2)).toEqual(['none-due', 'none-due']);
});

it('knows on which days a schedule was due', () => {
  const days = lastDays(now, 5);
  const schedule = (cron: string) => ({ ...configWith().schedules[0]!, cron, timeZone: 'Europe/Berlin' });
  expect([...daysDue(schedule('*/5 * * * * *'), days, now)]).toEqual(days);
  // The half past midnight of Berlin is of the day before in UTC.
  expect([...daysDue(schedule('30 0 30 * *'), days, now)]).toEqual(['2026-03-29']);
  expect(daysDue(schedule('0 0 1 1 *'), days, now).size).toBe(0);
});

it('misses nothing of days before a schedule or a server was configured as it is now', () => {
  const weekly = [viewOf([aStoredBackup(at(27))])];
  expect(states(known({ views: weekly })).slice(1)).toEqual(['missing', 'missing', 'missing', 'missing']);
  for (const key of ['schedules/daily', 'servers/shop-db'])
    expect(states(known({ views: weekly, dueSince: { [key]: at(29, '12:00:00') } })).slice(1)).toEqual([
      ...['none-due', 'none-due', 'missing', 'missing'],
    ]);
});

it('misses what a schedule is to back up also after one database was backed up by hand', () => {
  const runs = [
    aRun(at(31, '11:00:00'), [came({ database: 'crm', backupId: 'c' })], { type: 'manual' }),
    aRun(at(29), [came({ backupId: idOf(at(29)) }), came({ database: 'crm', backupId: 'b' })]),
  ];
  const { databases } = calendarOf(
    known({ config: configWith(), views: [viewOf([aStoredBackup(at(29))])], runs }),
    now,
    5,
  );
  const shop = databases.find(({ database }) => database === 'shop')!;
  expect(shop.days.slice(-2).map(({ state }) => state)).toEqual(['missing', 'missing']);
});
