import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import type { BackupRun } from '@cutover/contracts';
import { Subject } from 'rxjs';
import { fixedSettings } from '../../../test/support/fixed-settings.js';
import { StoreStage } from '../../../test/support/store-stage.js';
import { configSchema, type CutoverConfig } from '../../config/config.schema.js';
import { Clock } from '../../platform/clock.js';
import type { BackupStore } from '../store/backup.store.js';
import { BackupGuardService } from './backup-guard.service.js';

/** A server that takes connections and never says a word: a run of it is under way until it is cancelled. */
let silent: Server;
let taken: Socket[];
let stage: StoreStage;
let store: BackupStore;
let guard: BackupGuardService;
let config: CutoverConfig;
let clock: Clock;
let nowMs = Date.parse('2026-03-31T02:30:00.000Z');

beforeEach(async () => {
  taken = [];
  silent = createServer((socket) => void taken.push(socket)).listen(0, '127.0.0.1');
  await new Promise((resolve) => silent.once('listening', resolve));
  stage = new StoreStage();
  store = (await stage.open()).backups;
  const { port } = silent.address() as AddressInfo;
  const endpoint = { host: '127.0.0.1', port, username: 'u', password: 'p' };
  config = configSchema.parse({
    backups: { servers: [{ name: 'shop-db', ...endpoint }], storages: [{ name: 'disk', folder: '/nowhere' }] },
  });
  clock = Object.assign(new Clock(), {
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

describe('with a configuration that changes', () => {
  let backups: CutoverConfig['backups'];
  let changes: Subject<void>;
  let dueSince: Record<string, string>;
  const often = { name: 'often', cron: '* * * * *', timeZone: 'UTC', jitterSeconds: 0, misfire: 'run-once' } as const;

  beforeEach(async () => {
    backups = { ...config.backups, schedules: [often] };
    changes = new Subject();
    dueSince = {};
    const settings = fixedSettings(config, { changes, current: () => backups, dueSince: () => dueSince });
    guard = new BackupGuardService(settings, store, clock);
    // It was done up to now, and then nobody looked for an hour.
    await store.doneTo('often', 'shop-db', clock.nowIso());
    nowMs += 3_600_000;
  });

  it('begins what was missed, but not by times that were configured a moment ago', async () => {
    dueSince = { 'schedules/often': clock.nowIso() };
    await guard.look();
    dueSince = { 'servers/shop-db': clock.nowIso() };
    await guard.look();
    expect(guard.underWay()).toEqual([]);
    nowMs += 60_000;
    await guard.look();
    expect(guard.underWay()).toMatchObject([
      { type: 'often', slotAt: new Date(nowMs - (nowMs % 60_000)).toISOString() },
    ]);
  });

  it('begins what is due beside a schedule that nobody can work out, or that never comes', async () => {
    const wrong = { ...often, name: 'wrong', timeZone: 'Nowhere' };
    backups = { ...backups, schedules: [wrong, { ...often, name: 'never', cron: '0 0 30 2 *' }, often] };
    await guard.look();
    expect(guard.underWay()).toMatchObject([{ type: 'often' }]);
  });

  it('begins at once with what is added, also where there was no server, and begins none that is gone', async () => {
    const all = backups;
    backups = { ...all, servers: [] };
    await guard.onApplicationBootstrap();
    await guard.look();
    expect(guard.underWay()).toEqual([]);
    backups = all;
    changes.next();
    await guard.look();
    expect(guard.underWay()).toMatchObject([{ server: 'shop-db' }]);
    const [{ id }] = guard.underWay() as [BackupRun];
    await guard.cancel(id);
    backups = { ...all, servers: [] };
    nowMs += 60_000;
    await guard.look();
    expect(guard.underWay()).toEqual([]);
    await expect(guard.begin('shop-db', null)).rejects.toMatchObject({ code: 'BACKUP_SERVER_UNKNOWN' });
  });
});
