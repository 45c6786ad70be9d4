import type { ChunkRecord } from '../comparison/exact-hooks.js';
import { LoadBudget } from '../load/load-budget.js';
import { runHooks } from './run-hooks.js';
import { RunPace } from './progress/run-pace.js';
import type { RunRecord } from './run-record.js';

const chunk = (tookMs: number): ChunkRecord => ({ index: 0, tookMs }) as ChunkRecord;

function build(budget: LoadBudget | null = null, longestLockMs?: number) {
  const servers = { reason: null as string | null };
  const chunks: ChunkRecord[] = [];
  const told: boolean[] = [];
  const pace = new RunPace();
  const record = { onChunk: async (one: ChunkRecord) => void chunks.push(one) } as unknown as RunRecord;
  const hooks = runHooks({
    ...{
      migration: 'shop',
      terms: { budget, ...(longestLockMs === undefined ? {} : { longestLockMs }) },
      record,
      pace,
      throttle: { reason: async () => servers.reason },
    },
    ...{ settings: { workers: 3, showValues: false }, nowMs: () => 0, onPace: (isUrgent) => void told.push(isUrgent) },
  });
  return { hooks, servers, chunks, told, pace };
}

describe('what a run works with', () => {
  it('is what the configuration says of workers and values', () => {
    expect(build().hooks).toMatchObject({ workers: 3, limits: { showValues: false } });
    expect(build().hooks).not.toHaveProperty('sizing');
    expect(build().hooks).not.toHaveProperty('longestLockMs');
    expect(build(null, 5_000).hooks).toMatchObject({ longestLockMs: 5_000 });
  });

  it('is held at its share of the time by what its chunks took, and each chunk is recorded', async () => {
    const budget = new LoadBudget({ share: 0.1, mostSavedMs: 0, savedMs: 0, reason: 'its share' }, () => 0);
    const { hooks, chunks, servers } = build(budget);
    servers.reason = 'busy';
    expect(await hooks.pauseReason?.()).toBe('busy');
    await hooks.onChunk?.(chunk(500));
    expect(chunks).toHaveLength(1);
    expect(await hooks.pauseReason?.()).toBe('its share');
    expect(await build().hooks.pauseReason?.()).toBeNull();
  });

  it('holds every run back while the servers are busy, and says so once', async () => {
    const { hooks, servers, told, pace } = build();
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
