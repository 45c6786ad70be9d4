// The clock of the machine jumps while a backup is made, and the schedule goes on by the new one.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { backupRunListSchema, type BackupRun } from '@cutover/contracts';
import type { Lab } from '@cutover/lab';
import { eventually } from '../support/eventually.js';
import { endpointOf, labPair } from '../support/lab-pair.js';
import { startProduct, type Product } from '../support/product.js';
import { turnedClock, type TurnedClock } from '../support/turn-clock.js';

const dayMs = 86_400_000;

let lab: Lab;
let clock: TurnedClock;
let folder: string;
let product: Product;

beforeAll(async () => {
  lab = await labPair();
  clock = turnedClock();
  folder = mkdtempSync(join(tmpdir(), 'cutover-backups-'));
  const { host, port, username, password, tls } = endpointOf(lab, 'source');
  const backups = {
    servers: [{ name: 'shop-db', host, port, username, password, tls, databases: ['shop'] }],
    storages: [{ name: 'disk', folder }],
    schedules: [{ name: 'often', cron: '*/5 * * * * *' }],
  };
  product = await startProduct(lab, { sections: { migrations: [], backups } });
});
afterAll(async () => {
  await product?.end();
  clock.end();
  rmSync(folder, { recursive: true });
});

const runs = async (): Promise<BackupRun[]> => backupRunListSchema.parse(await product.get('/api/backups/runs')).runs;
const newest = async (): Promise<BackupRun | undefined> => (await runs())[0];

/** Of two looks at the schedules, five seconds apart, the second has happened. */
const pastTwoLooks = 11_000;

it.each([
  ['three days ahead', 3 * dayMs],
  ['back again', 0],
])('ends the run that is under way, and makes no second one beside it: %s', async (_, ms) => {
  let id = '';
  await lab.withAdmin('source', async (root) => {
    // The dump waits for it in the middle.
    await root.query('LOCK TABLES shop.products WRITE');
    const running = await eventually('a run waits', async () => {
      const run = await newest();
      return run?.state === 'running' && Number(run.progress?.dumpBytes) > 0 && run;
    });
    id = running.id;
    clock.turn(ms);
    await new Promise((resolve) => setTimeout(resolve, pastTwoLooks));
    const underWay = (await runs()).filter(({ state }) => state === 'running');
    expect(underWay.map((run) => run.id)).toEqual([id]);
    await root.query('UNLOCK TABLES');
  });
  const find = async (): Promise<BackupRun | undefined> => (await runs()).find((run) => run.id === id);
  expect(await eventually('it ends', async () => (await find())?.endedAt !== null && find())).toMatchObject({
    ...{ state: 'complete', failure: null },
  });
  await eventually('the next is made by the new clock', async () =>
    (await runs()).some(
      (run) =>
        run.id !== id && run.state === 'complete' && Math.abs(Date.parse(run.startedAt) - Date.now() - ms) < dayMs / 2,
    ),
  );
});
