// Which backups are kept, in folders with dumps of a real server: by command, over REST, and by itself after a run.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import {
  backupListSchema,
  backupSchema,
  errorAnswerSchema,
  retentionOutcomeSchema,
  retentionPlanSchema,
  type BackupManifest,
} from '@cutover/contracts';
import type { Lab } from '@cutover/lab';
import { findPrograms } from '../../src/backups/programs/client-program.js';
import { runBackup } from '../../src/backups/run/run-backup.js';
import { LocalStorage } from '../../src/backups/storages/local-storage.js';
import { eventually } from '../support/eventually.js';
import { configOf, endpointOf, labPair } from '../support/lab-pair.js';
import { startProduct, type Product } from '../support/product.js';
import { runCommand } from '../support/run-command.js';

let lab: Lab;
let folder: string;
let product: Product | null = null;

beforeAll(async () => {
  lab = await labPair();
});
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cutover-backups-'));
});
afterEach(async () => {
  await product?.end();
  product = null;
  rmSync(folder, { recursive: true });
});

const dayMs = 86_400_000;
const disk = (): string => join(folder, 'disk');

/** Real backups of the source, the newest first, as if they had been made so many days ago. */
async function backupsOf(...daysAgo: number[]): Promise<BackupManifest[]> {
  const [client] = await findPrograms(['mariadb-dump']);
  const made: BackupManifest[] = [];
  for (const ago of daysAgo) {
    const { manifest } = await runBackup({
      ...{ server: 'shop-db', engine: 'mariadb', database: 'shop', type: 'daily', compression: 'zstd', recipients: [] },
      ...{
        tellsPosition: true,
        databaseOptions: null,
        serverVersion: '10.11',
        roles: null,
        accounts: null,
        endpoint: endpointOf(lab, 'source'),
        client: client!,
      },
      ...{ storages: [new LocalStorage('disk', disk())], signal: new AbortController().signal },
      now: () => new Date(Date.now() - ago * dayMs),
    });
    made.push(manifest);
  }
  return made;
}
const sections = (retention: object | undefined) => {
  const { host, port, username, password, tls } = endpointOf(lab, 'source');
  return {
    servers: [{ name: 'shop-db', host, port, username, password, tls, databases: ['shop'] }],
    storages: [{ name: 'disk', folder: disk(), retention }],
    // They are made by no run that would.
    readBack: 'never',
  };
};
function configFile(retention: object | undefined): string {
  const file = join(folder, 'cutover.json');
  const migrations = configOf(lab).migrations.map(({ group: _, ...written }) => written);
  writeFileSync(file, JSON.stringify({ migrations, backups: sections(retention) }), { mode: 0o600 });
  return file;
}
const prune = (file: string, ...args: string[]) => runCommand(['backup', 'prune', '--config', file, ...args]);
const placeOf = ({ id }: { id: string }, ...names: string[]): string => join(disk(), 'shop-db', 'shop', id, ...names);
const stored = (): string[] => readdirSync(join(disk(), 'shop-db', 'shop')).sort();
const idsOf = (backups: readonly { id: string }[]): string[] => backups.map(({ id }) => id).sort();

it('are pruned as a dry run has told, and not those that were read back, nor any where no retention is configured', async () => {
  const made = await backupsOf(0, 1, 2, 3, 4);
  expect(await prune(configFile(undefined))).toMatchObject({ code: 0, complaints: [] });
  expect(stored()).toEqual(idsOf(made));

  const file = configFile({ last: 2, verified: 1 });
  const oldest = made[4]!;
  expect(await runCommand(['backup', 'verify', '--config', file, '--id', oldest.id])).toMatchObject({ code: 0 });
  const told = await prune(file, '--dry-run');
  expect(told.printed.at(-1)).toBe('To delete 2, to keep 3; 0 that are no backup.');
  expect(told.printed.find((line) => line.includes(oldest.id))).toContain('one of the last 1 that were verified');
  expect(stored()).toEqual(idsOf(made));
  const done = await prune(file);
  expect([done.code, done.complaints, done.printed.at(-1)]).toEqual([0, [], 'Deleted 2.']);
  expect(stored()).toEqual(idsOf([made[0]!, made[1]!, oldest]));
  const listed = await runCommand(['backup', 'list', '--config', file]);
  expect(listed.printed.find((line) => line.startsWith(oldest.id))).toContain('read-back');
  const all = await runCommand(['backup', 'verify', '--all', '--config', file]);
  expect([all.code, all.printed.length]).toEqual([0, 3]);
});

it('are whole or no backup at whatever file kill -9 ends a deletion, which the next one ends', async () => {
  const file = configFile({ last: 1 });
  const program = resolve(__dirname, '../../dist/cutover.js');
  const killer = resolve(__dirname, '../support/killed-at-removal.cjs');
  for (const files of [0, 1, 2, 3]) {
    const [newest, older] = await backupsOf(0, 1);
    const env = { ...process.env, NODE_OPTIONS: `--require=${killer}`, CUTOVER_TEST_KILLED_AT: String(files) };
    const args = [program, 'backup', 'prune', '--config', file];
    const [, signal] = (await once(spawn(process.execPath, args, { env, stdio: 'ignore' }), 'exit')) as [null, string];
    expect(signal).toBe('SIGKILL');
    expect(readdirSync(placeOf(older!))).toContain('deleted.json');
    const listed = await runCommand(['backup', 'list', '--config', file, '--json']);
    expect(idsOf(JSON.parse(listed.output) as { id: string }[])).toEqual([newest!.id]);
    expect(listed.complaints).toEqual([expect.stringContaining(`${older!.id}: is no backup any more`)]);
    expect(await runCommand(['backup', 'verify', '--all', '--config', file])).toMatchObject({
      printed: [expect.stringContaining('sound')],
    });
    expect(await prune(file)).toMatchObject({ code: 0, complaints: [] });
    expect(stored()).toEqual([newest!.id]);
    rmSync(placeOf(newest!), { recursive: true });
  }
});

it('are not deleted where the newest is not whole, or the manifest of a newer one cannot be read; one of the future counts for nothing', async () => {
  const made = await backupsOf(-1, 0.1, 1, 2);
  const file = configFile({ last: 1 });
  const newest = made[1]!;
  const hidden = join(folder, 'hidden');
  renameSync(placeOf(newest, newest.object.name), hidden);
  const frozen = await prune(file);
  expect(frozen.printed.slice(-2)).toEqual(['To delete 0, to keep 4; 1 that are no backup.', 'Deleted 0.']);
  renameSync(hidden, placeOf(newest, newest.object.name));

  const unreadable = { id: '20990101t000000z-000000' };
  mkdirSync(placeOf(unreadable));
  writeFileSync(placeOf(unreadable, 'manifest.json'), '{"format":2}');
  const waiting = await prune(file);
  expect(waiting.printed.slice(-2)).toEqual(['To delete 0, to keep 4; 1 that are no backup.', 'Deleted 0.']);
  rmSync(placeOf(unreadable), { recursive: true });

  expect((await prune(file)).printed.at(-1)).toBe('Deleted 2.');
  expect(stored()).toEqual(idsOf(made.slice(0, 2)));
});

it('are listed with why each is kept, held and released, and deleted on request, over REST', async () => {
  const made = await backupsOf(0, 1, 2, 3);
  product = await startProduct(lab, { sections: { backups: sections({ last: 2 }) } });
  const api = product;
  const list = async (query = '') => backupListSchema.parse(await api.get(`/api/backups${query}`));
  const first = await list();
  expect(first.storages).toMatchObject([{ name: 'disk', failure: null, backups: 4, readAt: expect.any(String) }]);
  expect(idsOf(first.backups)).toEqual(idsOf(made));
  expect(first.backups[0]).toMatchObject({
    ...{ id: made[0]!.id, isEncrypted: false, bytes: made[0]!.object.bytes, position: made[0]!.position },
    places: [{ storage: 'disk', fault: null, hold: null, keptBecause: ['one of the last 2 (1)'] }],
  });
  expect(first.backups[3]?.places[0]?.keptBecause).toEqual([]);
  expect(await list('?limit=1')).toMatchObject({ backups: [{ id: made[0]!.id }], total: 4 });
  expect(await list('?database=crm')).toMatchObject({ backups: [], total: 0 });

  const [oldest, older] = [made[3]!, made[2]!];
  const hold = `/api/backups/${oldest.id}/hold`;
  const refused = await api.send('PUT', hold, { why: 'the audit' });
  expect(errorAnswerSchema.parse(await refused.json())).toMatchObject({ code: 'INPUT_INVALID' });
  const held = await api.send('PUT', hold, { why: 'the audit', operator: 'Ada' });
  expect(backupSchema.parse(await held.json()).places[0]).toMatchObject({
    hold: { by: 'Ada', why: 'the audit' },
    keptBecause: ['held'],
  });
  const unknown = await api.send('PUT', '/api/backups/none/hold', { why: 'the audit', operator: 'Ada' });
  expect([unknown.status, await unknown.json()]).toMatchObject([404, { code: 'BACKUP_UNKNOWN' }]);
  expect(retentionPlanSchema.parse(await product.get('/api/backups/retention'))).toMatchObject({
    ...{ wouldDelete: 1, wouldKeep: 3, failures: [], orphans: [] },
    choices: [{ id: older.id, isKept: false, reasons: ['no rule keeps it'] }, {}, {}, {}],
  });
  const apply = async () =>
    retentionOutcomeSchema.parse(await (await api.send('POST', '/api/backups/retention/apply')).json());
  expect(await apply()).toMatchObject({ deleted: [{ storage: 'disk' }], kept: 3, left: 0, failures: [] });
  expect(stored()).toEqual(idsOf([made[0]!, made[1]!, oldest]));
  expect(await apply()).toMatchObject({ deleted: [], kept: 3 });
  await api.send('DELETE', hold);
  expect(await apply()).toMatchObject({ deleted: [{ folder: `shop-db/shop/${oldest.id}` }], kept: 2 });
  expect(idsOf((await list()).backups)).toEqual(stored());
});

it('are told apart from what is none, which stays until it is swept', async () => {
  const made = await backupsOf(0, 1, 2);
  rmSync(placeOf(made[1]!, 'manifest.json'));
  rmSync(placeOf(made[2]!, made[2]!.object.name));
  product = await startProduct(lab, { sections: { backups: sections({ last: 2 }) } });
  const api = product;
  const orphans = async () => retentionPlanSchema.parse(await api.get('/api/backups/retention')).orphans;
  const sweep = async () =>
    retentionOutcomeSchema.parse(await (await api.send('POST', '/api/backups/retention/sweep')).json());
  expect(await orphans()).toMatchObject([
    { kind: 'object-without-manifest', isSweepable: false, folder: `shop-db/shop/${made[1]!.id}` },
    { kind: 'manifest-without-object', isSweepable: true, folder: `shop-db/shop/${made[2]!.id}` },
  ]);
  expect(await sweep()).toMatchObject({ deleted: [{ folder: `shop-db/shop/${made[2]!.id}` }], kept: 1 });
  const old = Date.now() / 1000 - 25 * 3600;
  for (const name of readdirSync(placeOf(made[1]!))) utimesSync(placeOf(made[1]!, name), old, old);
  expect(await sweep()).toMatchObject({ deleted: [{ folder: `shop-db/shop/${made[1]!.id}` }], failures: [] });
  expect([await orphans(), stored()]).toEqual([[], [made[0]!.id]]);
});

it('go by themselves after a run, and a storage that cannot be read is not shown as an empty one', async () => {
  const made = await backupsOf(1, 2, 3);
  const schedules = [{ name: 'often', cron: '* * * * * *', retention: { last: 2 } }];
  product = await startProduct(lab, { sections: { backups: { ...sections({ last: 1 }), schedules } } });
  const api = product;
  const list = async () => backupListSchema.parse(await api.get('/api/backups'));
  await eventually('the older ones of its type are gone, again and again', async () => {
    const { backups } = await list();
    const often = backups.filter(({ type }) => type === 'often');
    const daily = backups.filter(({ type }) => type === 'daily');
    return daily.length === 1 && often.length >= 2 && often.length <= 3 && often[0]!.id > made[0]!.id;
  });
  expect(stored()).toContain(made[0]!.id);
  await product.stop();
  renameSync(disk(), join(folder, 'away'));
  writeFileSync(disk(), 'no folder');
  product = await product.restart();
  expect((await list()).storages).toMatchObject([
    { readAt: null, backups: null, bytes: null, failure: expect.stringContaining('Storage disk') },
  ]);
});
