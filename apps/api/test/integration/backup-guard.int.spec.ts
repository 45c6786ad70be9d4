// Backups that the product makes by itself, and on request, as a process.
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { backupRunListSchema, backupRunSchema, backupScheduleListSchema, type BackupRun } from '@cutover/contracts';
import type { Lab } from '@cutover/lab';
import { eventually } from '../support/eventually.js';
import { endpointOf, labPair } from '../support/lab-pair.js';
import { startProduct, type Product } from '../support/product.js';

let lab: Lab;
let folder: string;
let product: Product;

beforeAll(async () => {
  lab = await labPair();
});
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cutover-backups-'));
});
afterEach(async () => {
  await product?.end();
  rmSync(folder, { recursive: true });
});

async function start(changes: object = {}, others: object = {}): Promise<void> {
  const { host, port, username, password, tls } = endpointOf(lab, 'source');
  const server = { name: 'shop-db', host, port, username, password, tls, databases: ['shop'] };
  const backups = { servers: [server], storages: [{ name: 'disk', folder }], ...changes };
  product = await startProduct(lab, { sections: { backups, ...others } });
}
const runs = async (): Promise<BackupRun[]> => backupRunListSchema.parse(await product.get('/api/backups/runs')).runs;
const everySecond = { schedules: [{ name: 'often', cron: '* * * * * *', timeZone: 'Europe/Berlin' }] };

it('are made when they are due, one after the other, and their runs are kept over a restart', async () => {
  await start(everySecond);
  const { schedules } = backupScheduleListSchema.parse(await product.get('/api/backups/schedules'));
  expect(schedules).toMatchObject([{ name: 'often', servers: ['shop-db'], storages: ['disk'] }]);
  expect(schedules[0]?.next).toHaveLength(5);
  const made = await eventually('two backups', async () => {
    const complete = (await runs()).filter(({ state }) => state === 'complete');
    return complete.length >= 2 && complete;
  });
  expect(made[0]).toMatchObject({ type: 'often', slotAt: expect.any(String), failure: null });
  expect(made[0]?.databases).toMatchObject([
    { database: 'shop', position: expect.stringMatching(/^0-/), storages: [{ name: 'disk', failure: null }] },
    { database: 'server.accounts', backupId: null, failure: null, skipped: expect.stringContaining('ageRecipients') },
  ]);
  const slots = (await runs()).map(({ slotAt }) => slotAt);
  expect(new Set(slots).size).toBe(slots.length);
  const stored = readdirSync(join(folder, 'shop-db', 'shop'));
  for (const { databases } of made) expect(stored).toContain(databases[0]?.backupId);
  await product.stop();
  product = await product.restart();
  expect((await runs()).map(({ id }) => id)).toEqual(expect.arrayContaining(made.map(({ id }) => id)));
});

it('are made where there is no migration to watch', async () => {
  await start(everySecond, { migrations: [] });
  await eventually('a backup', async () => (await runs()).some(({ state }) => state === 'complete'));
  expect(await product.get('/api/migrations')).toEqual([]);
});

it('are made on request, and what cannot be is told with what to do', async () => {
  await start();
  const asked = await product.send('POST', '/api/backups/runs', { server: 'shop-db' });
  expect(asked.status).toBe(202);
  const { id } = backupRunSchema.parse(await asked.json());
  const run = await eventually('it has ended', async () => {
    const now = backupRunSchema.parse(await product.get(`/api/backups/runs/${id}`));
    return now.state !== 'running' && now;
  });
  expect(run).toMatchObject({ state: 'complete', type: 'manual', slotAt: null });
  const [readBack] = await eventually('it was read back', async () => {
    const now = backupRunSchema.parse(await product.get(`/api/backups/runs/${id}`));
    const found = now.databases[0]!.storages.map((place) => place.readBack);
    return found[0] !== null && found;
  });
  expect(readBack).toMatchObject({ outcome: 'opened', reason: null });
  expect(readdirSync(join(folder, 'shop-db', 'shop', run.databases[0]!.backupId!))).toContain('verified.json');
  const wrong = await product.send('POST', '/api/backups/runs', { server: 'shop-db', databases: ['nowhere'] });
  const { id: wrongId } = backupRunSchema.parse(await wrong.json());
  const failed = await eventually('it has failed', async () => {
    const now = backupRunSchema.parse(await product.get(`/api/backups/runs/${wrongId}`));
    return now.state === 'failed' && now;
  });
  expect(failed.databases).toMatchObject([{ database: 'nowhere', failure: expect.stringContaining('nowhere') }]);
  const unknown = await product.send('POST', '/api/backups/runs', { server: 'nobody' });
  expect([unknown.status, await unknown.json()]).toMatchObject([404, { code: 'BACKUP_SERVER_UNKNOWN' }]);
  const ended = await product.send('DELETE', `/api/backups/runs/${id}`);
  expect([ended.status, await ended.json()]).toMatchObject([409, { code: 'BACKUP_NOT_RUNNING' }]);
});

it('tell how far they are, and end when somebody cancels them', async () => {
  await start();
  const run = async (id: string): Promise<BackupRun> =>
    backupRunSchema.parse(await product.get(`/api/backups/runs/${id}`));
  await lab.withAdmin('source', async (root) => {
    // The dump waits for it in the middle.
    await root.query('LOCK TABLES shop.products WRITE');
    const asked = await product.send('POST', '/api/backups/runs', { server: 'shop-db' });
    const { id } = backupRunSchema.parse(await asked.json());
    await eventually('it is under way', async () => Number((await run(id)).progress?.dumpBytes) > 0);
    const ended = await product.send('DELETE', `/api/backups/runs/${id}`);
    expect(backupRunSchema.parse(await ended.json())).toMatchObject({
      ...{ state: 'cancelled', progress: null, failure: expect.stringContaining('cancelled') },
    });
    await root.query('UNLOCK TABLES');
  });
  const lies = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  expect(lies).toEqual([]);
});
