// The guard is killed again and again while it makes backups: what it calls complete is whole and restores, and no slot is run twice.
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { accountsDatabase, backupRunListSchema, type BackupRun } from '@cutover/contracts';
import type { Lab } from '@cutover/lab';
import { eventually } from '../support/eventually.js';
import { configOf, endpointOf, labPair } from '../support/lab-pair.js';
import { startProduct, type Product } from '../support/product.js';
import { runCommand } from '../support/run-command.js';
import { turnedClock, type TurnedClock } from '../support/turn-clock.js';

const rounds = 50;
/** A process answers so long for its runs, and a little more. */
const leaseMs = 100_000;

let lab: Lab;
let clock: TurnedClock;
let folder: string;
let product: Product;

beforeAll(async () => {
  lab = await labPair();
  clock = turnedClock();
  folder = mkdtempSync(join(tmpdir(), 'cutover-backups-'));
  // Where root runs the tests, the server to restore to runs as nobody.
  chmodSync(folder, 0o755);
});
afterAll(async () => {
  await product?.end();
  clock.end();
  rmSync(folder, { recursive: true });
});

const runs = async (): Promise<BackupRun[]> => backupRunListSchema.parse(await product.get('/api/backups/runs')).runs;

it(`is whole or no backup over ${rounds} kills, and a slot has one run`, async () => {
  const { host, port, username, password, tls } = endpointOf(lab, 'source');
  const server = {
    name: 'shop-db',
    host,
    port,
    username,
    password,
    tls,
    databases: ['shop'],
    excludeDatabases: [accountsDatabase],
  };
  const storages = [{ name: 'disk', folder: join(folder, 'backups') }];
  const schedules = [{ name: 'often', cron: '* * * * * *' }];
  const restoreTest = { folder };
  product = await startProduct(lab, {
    sections: { migrations: [], backups: { servers: [server], storages, schedules, restoreTest } },
  });
  let inTheMiddle = 0;
  for (let round = 0; round < rounds; round++) {
    // In every other round while a run is under way, and from its first moment to after its end.
    if (round % 2 === 0) await eventually('a run begins', async () => (await runs())[0]?.state === 'running');
    await pause(Math.random() * 1_500);
    if ((await runs())[0]?.state === 'running') inTheMiddle += 1;
    await product.kill();
    // By then nobody answers for the run of the one that was killed.
    clock.turn((round + 1) * leaseMs);
    product = await product.restart();
  }
  const killedAt = new Date(Date.now() + rounds * leaseMs).toISOString();
  const after = await eventually('it goes on', async () => {
    const seen = await runs();
    return seen.some(({ state, startedAt }) => state === 'complete' && startedAt > killedAt) && seen;
  });
  console.log(`${rounds} kills, ${inTheMiddle} while a run was under way; runs: ${JSON.stringify(countStates(after))}`);
  expect(inTheMiddle).toBeGreaterThan(rounds / 10);
  const slots = after.map(({ slotAt }) => slotAt);
  expect(new Set(slots).size).toBe(slots.length);
  expect(after.filter(({ state }) => state === 'running').length).toBeLessThanOrEqual(1);
  await product.stop();

  // What a run calls complete is there, and what is there is whole.
  const called = after.flatMap(({ state, databases }) => (state === 'complete' ? databases : []));
  for (const { backupId } of called)
    expect(existsSync(join(folder, 'backups/shop-db/shop', backupId!, 'manifest.json'))).toBe(true);
  const file = join(folder, 'cutover.json');
  const migrations = configOf(lab).migrations.map(({ group: _, ...written }) => written);
  writeFileSync(file, JSON.stringify({ migrations, backups: { servers: [server], storages, restoreTest } }));
  const known = JSON.parse((await runCommand(['backup', 'list', '--config', file, '--json'])).output) as unknown[];
  expect(known.length).toBeGreaterThanOrEqual(called.length);
  const verified = await runCommand(['backup', 'verify', '--all', '--config', file]);
  expect(verified.printed.filter((line) => line.includes('sound'))).toHaveLength(known.length);
  const restored = await runCommand(['backup', 'verify', '--restore', '--config', file]);
  // What a kill has left of a dump is told, and is no backup.
  expect(restored.complaints.filter((line) => !line.includes('has no manifest.json'))).toEqual([]);
  expect(restored.printed).toEqual([expect.stringContaining('identical')]);
}, 900_000);

const countStates = (all: readonly BackupRun[]): Record<string, number> =>
  all.reduce<Record<string, number>>((counts, { state }) => ({ ...counts, [state]: (counts[state] ?? 0) + 1 }), {});
