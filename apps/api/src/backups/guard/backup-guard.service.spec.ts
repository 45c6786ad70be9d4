import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { fixedSettings } from '../../../test/support/fixed-settings.js';
import { StoreStage } from '../../../test/support/store-stage.js';
import { configSchema } from '../../config/config.schema.js';
import { Clock } from '../../platform/clock.js';
import type { BackupStore } from '../store/backup.store.js';
import { BackupGuardService } from './backup-guard.service.js';

/** A server that takes connections and never says a word: a run of it is under way until it is cancelled. */
let silent: Server;
let taken: Socket[];
let stage: StoreStage;
let store: BackupStore;
let guard: BackupGuardService;
let nowMs = Date.parse('2026-03-31T02:30:00.000Z');

beforeEach(async () => {
  taken = [];
  silent = createServer((socket) => void taken.push(socket)).listen(0, '127.0.0.1');
  await new Promise((resolve) => silent.once('listening', resolve));
  stage = new StoreStage();
  store = (await stage.open()).backups;
  const { port } = silent.address() as AddressInfo;
  const endpoint = { host: '127.0.0.1', port, username: 'u', password: 'p' };
  const config = configSchema.parse({
    backups: { servers: [{ name: 'shop-db', ...endpoint }], storages: [{ name: 'disk', folder: '/nowhere' }] },
  });
  const clock = Object.assign(new Clock(), {
    nowMs: () => nowMs,
    nowIso: () => new Date(nowMs).toISOString(),
  });
  guard = new BackupGuardService(fixedSettings(config), store, clock);
});
afterEach(async () => {
  silent.close();
  for (const socket of taken) socket.destroy();
  await guard.beforeApplicationShutdown();
  await stage.end();
});

it('goes on answering for its own run after the clock has jumped, or the store did not take its word for a while', async () => {
  const { id } = await guard.begin('shop-db', null);
  nowMs += 3_600_000;
  const ended: string[] = [];
  guard.ended.subscribe((run) => ended.push(run.id));
  await guard.look();
  expect(ended).toEqual([]);
  expect(await store.find(id)).toMatchObject({ state: 'running' });
  await expect(guard.begin('shop-db', null)).rejects.toThrow('A backup of shop-db is under way');
});
