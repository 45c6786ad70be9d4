import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lagHistorySchema } from '@cutover/contracts';
import { Subject } from 'rxjs';
import { aLag } from '../../test/support/some-evidence.js';
import { configSchema } from '../config/config.schema.js';
import type { LagReading, LagService } from '../lag/lag.service.js';
import { Clock } from '../platform/clock.js';
import { openStore } from '../store/open-store.js';
import { lagPart } from '../lag/store/lag-part.js';
import { SampleStore } from '../lag/store/sample.store.js';
import { StoreConnection } from '../store/store-connection.js';
import { StoreHealth } from '../store/store-health.js';
import type { PairHistoryService } from '../pair-history/pair-history.service.js';
import { LagHistoryService } from './lag-history.service.js';

const startMs = Date.parse('2026-01-01T12:00:00.000Z');

class HeldClock extends Clock {
  wallMs = startMs;
  override nowMs(): number {
    return this.wallMs;
  }
}

describe('LagHistoryService', () => {
  const endpoint = (host: string) => ({ host, username: 'u', password: 'p' });
  const config = configSchema.parse({
    migrations: [{ name: 'shop', source: endpoint('a'), target: endpoint('b'), databases: ['shop'] }],
  });
  let directory: string;
  let clock: HeldClock;
  let connection: StoreConnection;
  let samples: SampleStore;
  let readings: Subject<LagReading>;
  let sameServersSince: string | null = null;
  const changes = new Subject<{ migration: string }>();

  async function start(): Promise<LagHistoryService> {
    const opened = await openStore(`sqlite:${join(directory, 'cutover.sqlite')}`, clock.nowIso(), [lagPart]);
    connection = new StoreConnection(opened, new StoreHealth(), clock);
    readings = new Subject();
    samples = new SampleStore(connection);
    const service = new LagHistoryService(config, clock, { readings } as unknown as LagService, samples, {
      changes,
      sameServersSince: () => sameServersSince,
    } as unknown as PairHistoryService);
    await service.onModuleInit();
    return service;
  }

  async function restart(service: LagHistoryService): Promise<LagHistoryService> {
    service.beforeApplicationShutdown();
    await connection.close();
    return start();
  }

  function read(seconds: number | null): void {
    const measuredAt = clock.nowIso();
    const change = seconds === null ? { state: 'unknown' as const, transactionsBehind: null } : {};
    readings.next({ migration: 'shop', lag: aLag({ measuredAt, seconds, ...change }) });
    clock.wallMs += 5000;
  }

  beforeEach(() => {
    sameServersSince = null;
    directory = mkdtempSync(join(tmpdir(), 'cutover-history-'));
    clock = new HeldClock();
  });

  afterEach(async () => {
    await connection.close();
    rmSync(directory, { recursive: true, force: true });
  });

  it('shows nothing of servers that stood behind the name before', async () => {
    const service = await start();
    for (const seconds of [90, 80, 3, 4]) read(seconds);
    expect(service.worst('shop').seconds).toBe(90);
    sameServersSince = new Date(startMs + 10_000).toISOString();
    changes.next({ migration: 'shop' });
    expect(service.history('shop', { points: 500 }).points.map(({ seconds }) => seconds)).toEqual([3, 4]);
    expect(service.worst('shop')).toMatchObject({ seconds: 4, since: sameServersSince });
  });

  it('loses nothing by a restart, and shows the time between as a gap', async () => {
    const first = await start();
    for (const seconds of [1, null, 3]) read(seconds);
    clock.wallMs += 60_000;
    const second = await restart(first);
    read(4);
    const answer = second.history('shop', { points: 500 });
    expect(answer.points.map(({ at, seconds }) => [Date.parse(at) - startMs, seconds])).toEqual([
      [0, 1],
      [5000, null],
      [10_000, 3],
      [15_000, null],
      [75_000, 4],
    ]);
    expect(lagHistorySchema.parse(answer)).toEqual(answer);
  });

  it('writes the samples of a second together, and the last ones when it ends', async () => {
    const service = await start();
    const append = jest.spyOn(samples, 'appendAll');
    const written = () => append.mock.calls.map(([all]) => all.length);
    for (const seconds of [1, 2, 3]) read(seconds);
    expect(written()).toEqual([]);
    await new Promise((done) => setTimeout(done, 1_100));
    expect(written()).toEqual([3]);
    read(4);
    // What is told next is on disk before.
    await service.written();
    expect(written()).toEqual([3, 1]);
    read(5);
    service.beforeApplicationShutdown();
    expect(written()).toEqual([3, 1, 1]);
  });

  it('answers the last hour by default, and up to 24 h when asked', async () => {
    const service = await start();
    read(7);
    clock.wallMs = startMs + 2 * 3_600_000;
    read(8);
    expect(service.history('shop', { points: 500 }).points.map(({ seconds }) => seconds)).toEqual([8]);
    const all = service.history('shop', { points: 500, from: '2026-01-01T00:00:00Z', to: '2026-01-02T00:00:00Z' });
    expect(all.points.map(({ seconds }) => seconds)).toEqual([7, null, 8]);
    expect(all).toMatchObject({ thresholdSeconds: 10, intervalSeconds: 5, migration: 'shop' });
  });

  it('remembers a standstill, in which only positions tell the lag, through a restart', async () => {
    const first = await start();
    read(1);
    const still = { seconds: null, atLeastSeconds: 7200, isOverThreshold: true, state: 'stopped' as const };
    readings.next({ migration: 'shop', lag: aLag({ measuredAt: clock.nowIso(), ...still }) });
    clock.wallMs += 5000;
    read(2);
    const second = await restart(first);
    read(0);
    expect(second.worst('shop')).toMatchObject({ seconds: 7200, isLowerBound: true });
    expect(second.history('shop', { points: 9 }).points.map(({ atLeastSeconds }) => atLeastSeconds)).toContain(7200);
  });

  it('goes on measuring, and keeps what is in memory, while the store is out of order', async () => {
    const service = await start();
    await connection.read((manager) => manager.query('PRAGMA query_only = ON'));
    read(1);
    read(2);
    await connection.flush();
    expect(service.history('shop', { points: 9 }).points).toHaveLength(2);
    await connection.read((manager) => manager.query('PRAGMA query_only = OFF'));
    read(3);
    const again = await restart(service);
    expect(again.history('shop', { points: 9 }).points.map(({ seconds }) => seconds)).toEqual([1, 2, 3]);
  });

  it('keeps the worst of the day when the interval was shorter in former times', async () => {
    const nothing = { atLeastSeconds: null, transactionsBehind: null, notReceivedBytes: null, notAppliedBytes: null };
    const stored = Array.from({ length: 80_000 }, (_, index) => ({
      ...{ atMs: startMs - 80_000_000 + index * 1000, seconds: index === 500 ? 900 : 0, state: 'applying' as const },
      ...nothing,
    }));
    const kept = { loadSince: () => Promise.resolve(stored) } as unknown as SampleStore;
    const pairs = { changes, sameServersSince: () => null } as unknown as PairHistoryService;
    const service = new LagHistoryService(
      config,
      clock,
      { readings: new Subject() } as unknown as LagService,
      kept,
      pairs,
    );
    await service.onModuleInit();
    const { seconds, since } = service.worst('shop');
    expect(seconds).toBe(900);
    expect(startMs - Date.parse(since!)).toBeGreaterThan(79_000_000);
    service.beforeApplicationShutdown();
  });

  it('begins empty when the store cannot be read', async () => {
    const broken = { loadSince: () => Promise.reject(new Error('disk on fire')) } as unknown as SampleStore;
    await start();
    const pairs = { changes, sameServersSince: () => null } as unknown as PairHistoryService;
    const service = new LagHistoryService(config, clock, { readings } as unknown as LagService, broken, pairs);
    await service.onModuleInit();
    expect(service.history('shop', { points: 9 }).points).toEqual([]);
    service.beforeApplicationShutdown();
  });

  it('knows no other migration', async () => {
    const service = await start();
    expect(() => service.history('x', { points: 9 })).toThrow(expect.objectContaining({ code: 'MIGRATION_UNKNOWN' }));
  });

  it('tells that the clock was set back while it was stopped: the last sample lies in the future', async () => {
    const first = await start();
    for (let index = 0; index < 3; index++) read(0);
    const later = await restart(first);
    expect(clock.isPastReliable).toBe(true);
    clock.wallMs -= 60_000;
    await restart(later);
    expect(clock.isPastReliable).toBe(false);
  });
});
