import type { ChecksumRun } from '@cutover/contracts';
import { configSchema } from '../../config/config.schema.js';
import type { ConnectionsService } from '../../connections/connections.service.js';
import type { Clock } from '../../platform/clock.js';
import type { VerificationStore } from '../store/verification.store.js';
import { MemoryComparisons } from '../../../test/support/memory-stores.js';
import type { ChunkRecord } from '../comparison/exact-hooks.js';
import { newRun } from './run-progress.js';
import { RunPreparation } from './run-preparation.js';
import type { Throttle } from '../load/throttle.js';

const endpoint = { host: 'db', username: 'u', password: 'p' };
const config = configSchema.parse({
  verification: { workers: 3, showValues: false },
  migrations: [{ name: 'shop', source: endpoint, target: { ...endpoint, host: 'db2' }, databases: ['shop'] }],
});
const run = (trigger: ChecksumRun['trigger']): ChecksumRun =>
  newRun({ ...{ id: trigger, migration: 'shop', trigger, mode: 'snapshot', tables: 1 }, now: 'then' });
const chunk = (tookMs: number): ChunkRecord => ({ index: 0, tookMs }) as ChunkRecord;

const { signal: never } = new AbortController();
/** Nothing here reads a value. */
const connections = {} as ConnectionsService;

function build() {
  const clock = { ms: 0, monotonicMs: () => clock.ms, nowMs: () => clock.ms, nowIso: () => 'now' };
  const servers = { reason: null as string | null };
  const throttle = { reason: async () => servers.reason } as unknown as Throttle;
  const store = new MemoryComparisons() as unknown as VerificationStore;
  return {
    preparation: new RunPreparation(config, store, connections, throttle, clock as unknown as Clock),
    clock,
    servers,
  };
}

describe('what a run works with', () => {
  it('is what the configuration says of workers and values', () => {
    const { hooks } = build().preparation.prepare(run('request'), never, () => undefined);
    expect(hooks).toMatchObject({ workers: 3, limits: { showValues: false } });
  });

  it('holds rounds of the schedule at their share of the time, over all rounds, and runs on request not', async () => {
    const { preparation, clock } = build();
    const round = preparation.prepare(run('schedule'), never, () => undefined).hooks;
    await round.onChunk?.(chunk(5_500));
    expect(await round.pauseReason?.()).toContain('maxLoadPercent');
    expect(await preparation.prepare(run('schedule'), never, () => undefined).hooks.pauseReason?.()).toContain('10 %');
    const request = preparation.prepare(run('request'), never, () => undefined).hooks;
    await request.onChunk?.(chunk(60_000));
    expect(await request.pauseReason?.()).toBeNull();
    clock.ms = 5_100;
    expect(await round.pauseReason?.()).toBeNull();
  });

  it('holds every run back while the servers are busy, and says so once', async () => {
    const { preparation, servers } = build();
    const told: boolean[] = [];
    const { hooks, pace } = preparation.prepare(run('request'), never, (isUrgent) => told.push(isUrgent));
    servers.reason = 'busy';
    expect(await hooks.pauseReason?.()).toBe('busy');
    hooks.onPause?.('shop.orders', 'busy');
    hooks.onPause?.('shop.orders', 'busy');
    expect(told).toEqual([true, false]);
    expect(pace.at(0)).toMatchObject({ pausedBecause: 'busy', progress: [{ pauseReason: 'busy' }] });
    hooks.onPause?.('shop.orders', null);
    expect(told).toEqual([true, false, true]);
  });
});
