import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BackupFinding, BackupRestoreTest, BackupRun } from '@cutover/contracts';
import { aStorage, aStoredBackup } from '../../../test/support/a-stored-backup.js';
import { configSchema } from '../../config/config.schema.js';
import type { BackupSummary, StoredBackup } from '../catalogue/read-catalogue.js';
import type { StorageView } from '../catalogue/watched-storage.js';
import { alertingOf, judgedBy } from './backup-check.js';
import { backupChecks } from './backup-checks.js';
import { backupKeys } from './backup-keys.js';
import type { BackupKnowledge } from './backup-knowledge.js';
import { failedRestores } from './failed-restores.js';
import { failedRuns } from './failed-runs.js';
import { lateBackups } from './late-backups.js';
import { missingClients } from './missing-clients.js';
import { unusableConfiguration } from './unusable-configuration.js';
import { backupStorageCheck, backupStorageRoomCheck } from './storage-room.js';

const now = new Date('2026-03-31T12:00:00.000Z');
const endpoint = { host: 'a', username: 'u', password: 'p' };
const config = configSchema.parse({
  migrations: [{ name: 'shop', source: endpoint, target: { ...endpoint, host: 'b' }, databases: ['shop'] }],
  backups: {
    servers: [{ name: 'shop-db', ...endpoint, databases: ['shop', 'crm'] }],
    storages: [{ name: 'disk', folder: '/nowhere' }],
    schedules: [{ name: 'daily', cron: '30 2 * * *' }],
  },
}).backups;

const stored = (
  database: string,
  startedAt: string,
  change: Partial<StoredBackup<BackupSummary>> = {},
  told: Partial<BackupSummary> = {},
) => aStoredBackup(startedAt, { database, ...told }, change);
const viewOf = (entries: StorageView['entries'], change: Partial<StorageView> = {}): StorageView => ({
  ...{ storage: aStorage, readAt: now.toISOString(), failure: null, entries },
  ...change,
});
const aRun = (change: Partial<BackupRun> = {}): BackupRun => ({
  progress: null,
  ...{ id: 'r', server: 'shop-db', type: 'daily', slotAt: null, state: 'complete' },
  ...{ startedAt: '2026-03-31T02:30:00.000Z', endedAt: '2026-03-31T02:31:00.000Z', databases: [], failure: null },
  ...change,
});
const knowing = (change: Partial<BackupKnowledge> = {}): BackupKnowledge => ({
  ...{ config, views: [viewOf([])], runs: [aRun()], tests: [], spaces: new Map(), clients: new Map() },
  ...{ missingPrograms: [], keys: null, copies: [], problems: [] },
  ...change,
});
const outcomes = (findings: BackupFinding[]): [string, string, string][] =>
  findings.map(({ subject, outcome, severity }) => [subject, outcome, severity]);

it('has each check in the table of docs/backups.md, and no other there', () => {
  const text = readFileSync(join(__dirname, '../../../../../docs/backups.md'), 'utf8');
  const listed = [...text.matchAll(/^\| `(backup-[a-z-]+)` /gm)].map(([, id]) => id);
  expect(listed.sort()).toEqual(backupChecks.map(({ id }) => id).sort());
});

it('of a check that throws say nothing but that, and why; an alert that is open stays so, and the others are judged', () => {
  const broken = {
    ...backupChecks[0]!,
    judge: () => {
      throw new Error('no such month');
    },
    isGone: () => true,
  };
  const [of, beside] = [broken, backupChecks[0]!].map((check) => judgedBy(check, knowing(), now));
  expect(of!.findings).toMatchObject([
    { check: 'backup-late', outcome: 'unknown', message: expect.stringContaining('no such month.') },
  ]);
  expect(of!.alerting.reading?.found).toEqual([]);
  expect(of!.alerting.reading?.otherwise('daily/shop-db/shop')).toEqual({ kind: 'unknown' });
  expect(beside!.findings).toEqual(lateBackups(knowing(), now));
});

it('says in one finding what keeps the configuration from counting', () => {
  expect(unusableConfiguration({ problems: [] })).toEqual([]);
  expect(unusableConfiguration({ problems: ['a.', 'b', 'c', 'd', 'e'] })).toMatchObject([
    { subject: 'configuration', outcome: 'fail', message: 'a. b. c. And 2 more.' },
  ]);
});

describe('late backups', () => {
  const today = '2026-03-31T02:30:05.000Z';
  const yesterday = '2026-03-30T02:30:05.000Z';

  it('are judged database by database, by the age of what is there', () => {
    const known = knowing({ views: [viewOf([stored('shop', today), stored('crm', yesterday)])] });
    expect(outcomes(lateBackups(known, now))).toEqual([
      ['daily/shop-db/shop', 'pass', 'INFO'],
      ['daily/shop-db/crm', 'fail', 'CRITICAL'],
    ]);
  });

  it('are known of every database, also where the last run did not come to all of them', () => {
    const wholeServer = { ...config, servers: config.servers.map((server) => ({ ...server, databases: undefined })) };
    const ran = (...names: string[]): BackupRun['databases'] =>
      names.map((database) => ({
        ...{ database, backupId: 'b', bytes: '1', dumpBytes: '1', position: null, storages: [] },
        ...{ failure: null, skipped: null, durationMs: 1 },
      }));
    for (const state of ['cancelled', 'interrupted', 'failed'] as const) {
      const known = knowing({
        config: wholeServer,
        views: [viewOf([stored('crm', today), stored('shop', yesterday)])],
        runs: [
          aRun({ state, databases: state === 'failed' ? [] : ran('crm') }),
          aRun({ startedAt: yesterday, databases: ran('crm', 'shop') }),
          aRun({ startedAt: '2026-03-29T02:30:00.000Z', databases: ran('crm', 'shop', 'dropped since') }),
        ],
      });
      expect(outcomes(lateBackups(known, now))).toEqual([
        ['daily/shop-db/crm', 'pass', 'INFO'],
        ['daily/shop-db/shop', 'fail', 'CRITICAL'],
        ['daily/shop-db/dropped since', 'unknown', 'WARNING'],
      ]);
    }
  });

  it('are not known where the store does not tell which databases there are, and what was tried', () => {
    const wholeServer = { ...config, servers: config.servers.map((server) => ({ ...server, databases: undefined })) };
    const views = [viewOf([stored('crm', today)])];
    expect(outcomes(lateBackups(knowing({ config: wholeServer, views, runs: null }), now))).toEqual([
      ['daily/shop-db', 'unknown', 'WARNING'],
    ]);
    const none = lateBackups(knowing({ runs: null }), now);
    expect(none.map(({ outcome }) => outcome)).toEqual(['unknown', 'unknown']);
    expect(none[0]!.message).toContain('the store does not tell');
    expect(lateBackups(knowing({ runs: [] }), now)[0]!.message).toBe('None was made yet.');
  });

  it('are judged of accounts where a run has stored or lost them, not where they were left out', () => {
    const accounts = { bytes: null, dumpBytes: null, position: null, storages: [], durationMs: 1 };
    const late = (change: { backupId: string | null; failure: string | null; skipped: string | null }) =>
      outcomes(
        lateBackups(
          knowing({
            views: [viewOf([stored('shop', today), stored('crm', today)])],
            runs: [aRun({ databases: [{ ...accounts, database: 'server.accounts', ...change }] })],
          }),
          now,
        ),
      ).slice(2);
    const expected = [['daily/shop-db/server.accounts', 'fail', 'CRITICAL']];
    expect(late({ backupId: 'b', failure: null, skipped: null })).toEqual(expected);
    expect(late({ backupId: null, failure: 'No client.', skipped: null })).toEqual(expected);
    expect(late({ backupId: null, failure: null, skipped: 'No right.' })).toEqual([]);
  });

  it('may take an hour', () => {
    const known = knowing({ views: [viewOf([stored('shop', yesterday), stored('crm', yesterday)])] });
    const at = (time: string) => lateBackups(known, new Date(`2026-03-31T${time}Z`)).map(({ outcome }) => outcome);
    expect([at('03:29:00'), at('03:31:00')]).toEqual([
      ['pass', 'pass'],
      ['fail', 'fail'],
    ]);
  });

  it('are not made good by one that is not whole, of another type, or dated in the future', () => {
    const broken = stored('shop', today, { objectFault: 'missing' });
    const manual = stored('shop', today);
    const future = stored('shop', '2027-01-01T00:00:00.000Z');
    const entries = [broken, { ...manual, manifest: { ...manual.manifest, type: 'manual' } }, future];
    const [shop] = lateBackups(knowing({ views: [viewOf(entries)] }), now);
    expect(shop).toMatchObject({ outcome: 'fail', message: expect.stringContaining('There is no complete backup') });
  });

  it('are not made good by one of another server that had the name, and are late from the next slot on', () => {
    const late = (startedAt: string, address?: string) =>
      lateBackups(
        knowing({ views: [viewOf([stored('shop', startedAt, {}, address === undefined ? {} : { address })])] }),
        now,
      )[0]!;
    expect(late(today, 'staging:3306')).toMatchObject({
      ...{ outcome: 'unknown', severity: 'WARNING', message: expect.stringContaining('is of another server') },
    });
    expect(late(yesterday, 'staging:3306').outcome).toBe('fail');
    expect([late(today, 'a:3306').outcome, late(today).outcome]).toEqual(['pass', 'pass']);
  });

  it('are not made good by one that was read back and is no good', () => {
    const foundBad = { level: 'read-back' as const, reason: 'damaged', foundAt: today };
    const late = (change: Partial<StoredBackup<BackupSummary>>): string =>
      lateBackups(knowing({ views: [viewOf([stored('shop', today, change)])] }), now)[0]!.outcome;
    expect([late({ foundBad }), late({})]).toEqual(['fail', 'pass']);
  });

  it('are unknown where a storage cannot be read, while one is made, and before the first', () => {
    const failing = knowing({ views: [viewOf([stored('shop', yesterday)], { failure: 'Storage disk: EIO.' })] });
    expect(lateBackups(failing, now)[0]).toMatchObject({ outcome: 'unknown', severity: 'WARNING' });
    expect(lateBackups(knowing({ views: [viewOf([], { readAt: null })] }), now)[0]).toMatchObject({
      outcome: 'unknown',
    });
    const running = knowing({ runs: [aRun({ state: 'running', endedAt: null })] });
    expect(lateBackups(running, now)[0]).toMatchObject({ outcome: 'unknown', severity: 'INFO' });
    const first = lateBackups(knowing({ runs: [] }), now)[0];
    expect(first).toMatchObject({ outcome: 'unknown', action: expect.stringContaining('2026-04-01T02:30:00.000Z') });
    // One that was begun for an older slot is no excuse.
    const old = knowing({ runs: [aRun({ state: 'running', endedAt: null, startedAt: yesterday })] });
    expect(lateBackups(old, now)[0]).toMatchObject({ outcome: 'fail' });
  });
});

it('tells of a run that failed why it did, and nothing good of one that is not known', () => {
  expect(outcomes(failedRuns(knowing(), now))).toEqual([['daily/shop-db', 'pass', 'INFO']]);
  const nothing = {
    skipped: null,
    backupId: null,
    bytes: null,
    dumpBytes: null,
    position: null,
    storages: [],
    durationMs: 1,
  };
  const failed = aRun({ state: 'failed', databases: [{ ...nothing, database: 'shop', failure: 'Access denied.' }] });
  expect(failedRuns(knowing({ runs: [aRun({ state: 'cancelled' }), failed, aRun()] }), now)).toMatchObject([
    { outcome: 'fail', message: expect.stringContaining('shop: Access denied.') },
  ]);
  expect(failedRuns(knowing({ runs: null }), now)).toMatchObject([{ outcome: 'unknown' }]);
});

it('tells of the last restore test of each database, and nothing of one that is under way or of a database nobody wants', () => {
  const aTest = (state: BackupRestoreTest['state'], database = 'shop'): BackupRestoreTest => ({
    ...{ id: state, backupId: 'b', backupStartedAt: now.toISOString(), server: 'shop-db', engine: 'mariadb', database },
    ...{ storage: 'disk', slotAt: null, state, startedAt: now.toISOString(), endedAt: now.toISOString() },
    ...{ reason: 'a reason', restoredTo: null, restoreMs: null, tables: null },
  });
  const said = (...tests: BackupRestoreTest[]) => outcomes(failedRestores(knowing({ tests })));
  expect(said(aTest('running'), aTest('failed'), aTest('passed'))).toEqual([['shop-db/shop', 'fail', 'CRITICAL']]);
  expect(said(aTest('passed'), aTest('failed'), aTest('failed', 'dropped'))).toEqual([
    ['shop-db/shop', 'pass', 'INFO'],
  ]);
  const words = (tables: BackupRestoreTest['tables']): string | undefined =>
    failedRestores(knowing({ tests: [{ ...aTest('passed'), tables }] }))[0]?.message;
  expect(words({ compared: 2, identical: 2 })).toContain('is what was dumped');
  expect(words(null)).toContain('is not known: they could not be compared');
  expect(words(null)).not.toContain('is what was dumped');
  expect(said(aTest('interrupted'), aTest('undecided', 'crm'))).toEqual([['shop-db/crm', 'unknown', 'WARNING']]);
  expect(outcomes(failedRestores(knowing({ tests: null })))).toEqual([['all', 'unknown', 'WARNING']]);
});

it.each([
  [{ freeBytes: 99, totalBytes: 1_000_000 }, 'fail', 'CRITICAL'],
  [{ freeBytes: 299, totalBytes: 1_000_000 }, 'fail', 'WARNING'],
  [{ freeBytes: 300, totalBytes: 1_000_000 }, 'pass', 'INFO'],
  [{ failure: 'Storage disk does not tell its room: look at its mount.' }, 'unknown', 'WARNING'],
] as const)('calls a storage with %j for backups of 100 bytes: %s, %s', (space, outcome, severity) => {
  const views = [viewOf([stored('shop', now.toISOString()), stored('shop', '2026-03-01T00:00:00.000Z')])];
  const [room] = backupStorageRoomCheck.judge(knowing({ views, spaces: new Map([['disk', space]]) }), now);
  expect(room).toMatchObject({ check: 'backup-storage-room', outcome, severity });
});

it('says of a storage that it cannot be read, and of a bucket nothing of its room', () => {
  const views = [viewOf([], { failure: 'Storage disk: EIO.' })];
  const known = knowing({ views, spaces: new Map([['disk', null]]) });
  expect(outcomes(backupStorageCheck.judge(known, now))).toEqual([['disk', 'fail', 'CRITICAL']]);
  expect(backupStorageRoomCheck.judge(known, now)).toEqual([]);
});

it('names the client and the programs that are missing', () => {
  const clients = new Map([['mariadb', null] as const, ['postgres', 'There is no pg_dump: install it.'] as const]);
  const missingPrograms = ['age'];
  expect(outcomes(missingClients(knowing({ clients, missingPrograms })))).toEqual([
    ['mariadb', 'pass', 'INFO'],
    ['postgres', 'fail', 'CRITICAL'],
    ['age', 'fail', 'CRITICAL'],
  ]);
});

describe('keys', () => {
  const recipients = [
    { recipient: 'age1own', openedBy: ['key.txt'] },
    { recipient: 'age1recovery', openedBy: [] },
  ];

  it('are good where one was tried, unknown where none was, and a finding where one opens nothing', () => {
    const useless = [{ file: 'old.txt', reason: 'it is the key of none of the recipients' }];
    expect(outcomes(backupKeys({ keys: { trial: { recipients, useless }, isWhole: true } }))).toEqual([
      ['age1own', 'pass', 'INFO'],
      ['age1recovery', 'unknown', 'INFO'],
      ['old.txt', 'fail', 'WARNING'],
    ]);
  });

  it('are nothing to tell of before they were tried, and where nothing is encrypted', () => {
    expect(backupKeys({ keys: null })).toEqual([]);
    const useless = [{ file: 'key.txt', reason: 'it is the key of none of the recipients' }];
    expect(backupKeys({ keys: { trial: { recipients: [], useless }, isWhole: true } })).toEqual([]);
  });

  it('are unknown where they could not be tried', () =>
    expect(backupKeys({ keys: { failure: 'age cannot be started.' } })).toMatchObject([
      { outcome: 'unknown', severity: 'WARNING', message: expect.stringContaining('age cannot be started') },
    ]));
});

it('fails where nobody knows whether what the last run stored is good', () => {
  const readBack = { outcome: 'unknown', reason: 'EIO: i/o error, read.', at: now.toISOString() } as const;
  const databases: BackupRun['databases'] = [
    {
      ...{ database: 'shop', backupId: 'b', bytes: '1', dumpBytes: '1', position: null },
      ...{ failure: null, skipped: null, durationMs: 1 },
      storages: [{ name: 'disk', failure: null, readBack, storedLaterAt: null }],
    },
  ];
  expect(failedRuns(knowing({ runs: [aRun({ databases })] }), now)).toMatchObject([
    { outcome: 'fail', severity: 'WARNING', message: expect.stringContaining('shop in disk: EIO: i/o error, read.') },
  ]);
});

it('does not know of a run that was never read back, six hours after its end', () => {
  const endedAt = '2026-03-31T05:00:00.000Z';
  const backup = stored('shop', '2026-03-31T02:30:00.000Z');
  const place = { name: 'disk', failure: null, readBack: null, storedLaterAt: null };
  const said = (
    change: Partial<BackupKnowledge> = {},
    storedIn: Partial<BackupRun['databases'][number]['storages'][number]> = {},
    hours = 7,
  ): string => {
    const databases: BackupRun['databases'] = [
      {
        ...{ database: 'shop', backupId: backup.manifest.id, bytes: '1', dumpBytes: '1', position: null },
        ...{ failure: null, skipped: null, durationMs: 1, storages: [{ ...place, ...storedIn }] },
      },
    ];
    const known = knowing({ views: [viewOf([backup])], runs: [aRun({ endedAt, databases })], ...change });
    const [finding] = failedRuns(known, new Date(Date.parse(endedAt) + hours * 3_600_000));
    return (
      finding!.outcome +
      (finding!.message.includes('not read back within six hours: shop in disk.') ? ', never read' : '')
    );
  };
  expect([said(), said({}, {}, 5)]).toEqual(['unknown, never read', 'pass']);
  expect(said({ config: { ...config, readBack: 'never' } })).toBe('pass');
  expect(said({}, { readBack: { outcome: 'opened', reason: null, at: endedAt } })).toBe('pass');
  // A copy that was made later is young.
  expect(said({}, { storedLaterAt: '2026-03-31T11:00:00.000Z' })).toBe('pass');
  // Somebody has looked into it since, or has deleted it.
  const proof = { level: 'stored', verifiedAt: endedAt } as const;
  expect(said({ views: [viewOf([{ ...backup, proof }])] })).toBe('pass');
  expect(said({ views: [viewOf([])] })).toBe('pass');
  expect(said({ views: [viewOf([], { failure: 'Storage disk: EIO.' })] })).toBe('unknown, never read');
  expect(said({ views: [] })).toBe('unknown, never read');
  expect(said({ config: { ...config, storages: [] } })).toBe('pass');
});

describe('alerts of backups', () => {
  /** What is true for an open alert of a check and subject. */
  const said = (id: string, subject: string, known: BackupKnowledge): string => {
    const check = backupChecks.find((each) => each.id === id)!;
    const { reading } = alertingOf(check, check.judge(known, now), known, 'now');
    return reading!.found.some((found) => found.subject === subject) ? 'bad' : reading!.otherwise(subject).kind;
  };
  const today = '2026-03-31T02:30:05.000Z';
  const good = knowing({ views: [viewOf([stored('shop', today), stored('crm', today)])] });

  it('begin with what failed and end with what passed; what is unknown does neither', () => {
    expect(said('backup-late', 'daily/shop-db/shop', knowing())).toBe('bad');
    expect(said('backup-late', 'daily/shop-db/shop', good)).toBe('pass');
    const unreadable = knowing({ views: [viewOf([], { failure: 'Storage disk: EIO.' })] });
    expect(said('backup-late', 'daily/shop-db/shop', unreadable)).toBe('unknown');
    expect(said('backup-storage', 'disk', unreadable)).toBe('bad');
    expect(said('backup-storage', 'disk', knowing({ views: [viewOf([], { readAt: null })] }))).toBe('unknown');
  });

  it('go on while it is not known what is to be backed up', () => {
    const nothing = knowing({ config: { ...config, servers: [], schedules: [] }, views: [], problems: ['Sealed.'] });
    for (const id of ['backup-late', 'backup-failed', 'backup-storage', 'backup-client'])
      expect(said(id, 'daily/shop-db/shop', nothing)).toBe('unknown');
    expect(said('backup-configuration', 'problem 2', nothing)).toBe('pass');
  });

  it('end where nobody wants backups of that any more, and not where it is only not known', () => {
    expect(said('backup-late', 'daily/shop-db/dropped', good)).toBe('pass');
    expect(said('backup-late', 'daily/shop-db/dropped', { ...good, runs: null })).toBe('unknown');
    const everything = { ...config, servers: config.servers.map((server) => ({ ...server, databases: undefined })) };
    expect(said('backup-late', 'daily/shop-db/shop', { ...good, config: everything })).toBe('unknown');
    expect(said('backup-failed', 'hourly/shop-db', good)).toBe('pass');
    expect(said('backup-failed', 'hourly/shop-db', { ...good, runs: null })).toBe('unknown');
    expect(said('backup-failed', 'daily/shop-db', { ...good, runs: [] })).toBe('unknown');
    const byHand = aRun({ type: 'manual', state: 'failed', startedAt: '2026-03-30T09:00:00.000Z' });
    expect(said('backup-failed', 'manual/shop-db', { ...good, runs: [byHand] })).toBe('bad');
    expect(said('backup-failed', 'manual/shop-db', { ...good, runs: [aRun(), byHand] })).toBe('pass');
    expect(said('backup-copy', 'nas/shop-db/shop/b', good)).toBe('pass');
    const nas = viewOf([], { failure: 'Storage nas: EIO.' });
    expect(said('backup-copy', 'nas/shop-db/shop/b', { ...good, views: [...good.views, nas] })).toBe('unknown');
    expect(said('backup-copy', 'nas/shop-db/shop/b', { ...good, copies: null })).toBe('unknown');
    const keys = { trial: { recipients: [], useless: [] } };
    expect(said('backup-key', 'old.txt', { ...good, keys: { ...keys, isWhole: true } })).toBe('pass');
    expect(said('backup-key', 'old.txt', { ...good, keys: { ...keys, isWhole: false } })).toBe('unknown');
    expect(said('backup-storage', 'removed', good)).toBe('pass');
    expect(said('backup-storage-room', 'removed', good)).toBe('pass');
    expect(said('backup-client', 'age', good)).toBe('pass');
    expect(said('backup-restore', 'shop-db/dropped', good)).toBe('pass');
    expect(said('backup-restore', 'shop-db/shop', { ...good, tests: null })).toBe('unknown');
  });
});
