import { Logger } from '@nestjs/common';
import type { ChecksumResult, ChecksumRun } from '@cutover/contracts';
import { configSchema } from '../config/config.schema.js';
import type { ConnectionsService } from '../connections/connections.service.js';
import type { Clock } from '../platform/clock.js';
import { Patience } from '../proof/patience.js';
import type { ProofService } from '../proof/proof.service.js';
import type { VerdictStore } from '../store/verdict.store.js';
import { MemoryComparisons, MemoryStore } from '../../test/support/memory-stores.js';
import type { TableComparison, VerificationStore } from '../store/verification.store.js';
import type { TablesService, WatchedTable } from '../tables/tables.service.js';
import type { ChecksumFinding, ChecksumMode, ComparisonFrame } from './checksum-mode.js';
import type { ChecksumModes } from './checksum-modes.js';
import { ChecksumRunner } from './checksum.runner.js';
import { ChecksumService } from './checksum.service.js';
import { LastResults } from './last-results.js';
import { LeftRuns } from './left-runs.js';
import { RunBook } from './run-book.js';
import { newRun, withResult } from './run-progress.js';
import { RunPreparation } from './run-preparation.js';
import { RunTables } from './run-tables.js';
import type { Throttle } from './throttle.js';

// Failing on purpose would fill the output with errors.
Logger.overrideLogger(false);

const endpoint = { host: 'db', username: 'u', password: 'p' };
const config = configSchema.parse({
  migrations: [{ name: 'shop', source: endpoint, target: { ...endpoint, host: 'db2' }, databases: ['shop'] }],
});
const table = (name: string): WatchedTable => ({
  id: `shop.${name}`,
  database: 'shop',
  name,
  source: null,
  target: null,
});
const finding: ChecksumFinding = {
  ...{ verdict: 'matched', position: null, sourceDigest: '1', targetDigest: '1', sourceRows: null, targetRows: null },
  chunks: { total: 1, matched: 1, lagging: 0, diverged: 0, unverified: 0 },
  differences: { missing: 0, extra: 0, changed: 0, complete: true },
};
const old = { table: 'shop.a', verdict: 'diverged' } as ChecksumResult;

/** A mode whose tables each wait until they are let go, or until they are cancelled. */
class HeldMode implements ChecksumMode {
  readonly name = 'table';
  readonly digest = 'held';
  readonly waiting: { id: string; go: (finding: ChecksumFinding) => void; fail: (error: Error) => void }[] = [];
  compare({ id }: WatchedTable, { signal }: ComparisonFrame): Promise<ChecksumFinding> {
    return new Promise((go, fail) => {
      if (signal.aborted) return fail(new Error('ended before it began'));
      this.waiting.push({ id, go, fail });
      signal.addEventListener('abort', () => fail(new Error('ended on the server')), { once: true });
    });
  }
}

function build() {
  const mode = new HeldMode();
  const store = new MemoryStore();
  const verdicts = store as unknown as VerdictStore;
  const clock = {
    nowIso: () => '2026-11-20T03:00:00.000Z',
    monotonicMs: () => 0,
    nowMs: () => Date.parse('2026-11-20T03:00:00.000Z'),
  } as Clock;
  const catalog = { migration: 'shop', tables: [table('a'), table('b')], discoveredAt: '' };
  const tables = { discover: jest.fn(async () => catalog), snapshot: jest.fn((): typeof catalog | null => null) };
  const proof = { patience: () => new Patience(1) } as ProofService;
  const comparisons = new MemoryComparisons();
  const verifications = comparisons as unknown as VerificationStore;
  const results = new LastResults(config, verdicts);
  const connections = { get: () => ({}) } as unknown as ConnectionsService;
  const throttle = { reason: async () => null } as unknown as Throttle;
  const service = new ChecksumService(
    config,
    new RunTables(tables as unknown as TablesService, results, verifications, clock),
    { preferred: () => mode } as unknown as ChecksumModes,
    new ChecksumRunner(proof, clock),
    results,
    new RunBook(verdicts, clock),
    new LeftRuns(verdicts, verifications, results, clock),
    new RunPreparation(config, verifications, connections, throttle, clock),
    verifications,
    clock,
  );
  const seen: ChecksumRun[] = [];
  service.progress.subscribe((run) => seen.push(run));
  return { service, mode, store, comparisons, tables, seen };
}

const comparison: TableComparison = {
  ...{ id: 'c', migration: 'shop', table: 'shop.a', runId: 'earlier', trigger: 'request', state: 'open' },
  startedAt: '2026-11-20T02:59:00.000Z',
};
const about = { id: 'r', migration: 'shop', trigger: 'request', mode: 'table', tables: 2, now: 'then' } as const;
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
/** Gives up after a while: a loop without an end would outlive the test. */
async function until(isSo: () => boolean): Promise<void> {
  // Timers of half a second are waited for.
  const deadline = performance.now() + 4_000;
  while (!isSo()) {
    if (performance.now() > deadline) throw new Error(`Not so within 4 s: ${String(isSo)}`);
    await settled();
  }
}
const never = new AbortController().signal;

describe('ChecksumService', () => {
  it('runs table by table, keeps each result at once, and answers the run when it has ended', async () => {
    const { service, mode, store, seen } = build();
    const measuring = service.measure('shop', never);
    await settled();
    expect(mode.waiting.map(({ id }) => id)).toEqual(['shop.a']);
    mode.waiting[0]?.go(finding);
    await settled();
    expect(store.saved.map((result) => result.table)).toEqual(['shop.a']);
    expect(service.list('shop')).toMatchObject({ results: [{ table: 'shop.a' }], activeRunId: seen[0]?.id });
    mode.waiting[1]?.go({ ...finding, verdict: 'lagging' });
    await measuring;
    expect(service.activeRun('shop')).toBeNull();
    expect(seen.at(-1)).toMatchObject({
      state: 'finished',
      verdict: 'lagging',
      tables: { total: 2, done: 2, current: [] },
    });
    expect(store.runs.get(seen[0]?.id ?? '')?.state).toBe('finished');
  });

  it('is free for the next run when its end is told', async () => {
    const { service, mode } = build();
    const active: unknown[] = [];
    service.progress.subscribe(({ state }) => state !== 'running' && active.push(service.activeRun('shop')));
    const measuring = service.measure('shop', never);
    await settled();
    mode.waiting[0]?.go(finding);
    await settled();
    mode.waiting[1]?.go(finding);
    await measuring;
    expect(active).toEqual([null]);
  });

  it('skips a scheduled run while one is under way, and refuses a requested one', async () => {
    const { service, mode } = build();
    const first = await service.start('shop', { tables: ['shop.b'] });
    await settled();
    await service.measure('shop', never);
    expect(mode.waiting).toHaveLength(1);
    await expect(service.start('shop', {})).rejects.toMatchObject({ status: 409, code: 'RUN_ACTIVE' });
    await service.cancel('shop', first.id);
  });

  it('serves a request before a round of the schedule, which then goes on with what is left', async () => {
    const { service, mode, seen, tables } = build();
    tables.snapshot.mockReturnValue({ migration: 'shop', tables: [table('a'), table('b')], discoveredAt: '' });
    const measuring = service.measure('shop', never);
    await until(() => mode.waiting.length > 0);
    mode.waiting[0]?.go(finding);
    await until(() => mode.waiting.length > 1);
    await expect(service.start('shop', { tables: ['shop.x'] })).rejects.toMatchObject({ code: 'TABLE_UNKNOWN' });
    expect(service.activeRun('shop')?.trigger).toBe('schedule');
    const requested = await service.start('shop', { tables: ['shop.a'] });
    await until(() => mode.waiting.length > 2);
    await expect(service.start('shop', {})).rejects.toMatchObject({ status: 409, code: 'RUN_ACTIVE' });
    expect(service.activeRun('shop')?.id).toBe(requested.id);
    mode.waiting[2]?.go(finding);
    await until(() => mode.waiting.length > 3);
    mode.waiting[3]?.go(finding);
    await measuring;
    expect(mode.waiting.map(({ id }) => id)).toEqual(['shop.a', 'shop.b', 'shop.a', 'shop.b']);
    const ends = seen.filter(({ state }) => state !== 'running');
    const told = ends.map(({ trigger, state, tables: { done } }) => `${trigger} ${state} ${done}`);
    expect(told).toEqual(['schedule finished 1', 'request finished 1', 'schedule finished 1']);
    expect(ends[0]?.reason).toContain('made way');
  });

  it('ends a round for good when a request has compared all that it had left', async () => {
    const { service, mode, tables } = build();
    tables.snapshot.mockReturnValue({ migration: 'shop', tables: [table('a'), table('b')], discoveredAt: '' });
    const measuring = service.measure('shop', never);
    await until(() => mode.waiting.length > 0);
    await service.start('shop', {});
    for (const next of [1, 2]) {
      await until(() => mode.waiting.length > next);
      mode.waiting[next]?.go(finding);
    }
    await measuring;
    expect(mode.waiting).toHaveLength(3);
  });

  it('stops with a round that waits for a request to be served', async () => {
    const { service, mode } = build();
    const stop = new AbortController();
    const measuring = service.measure('shop', stop.signal);
    await until(() => mode.waiting.length > 0);
    const { id } = await service.start('shop', {});
    stop.abort();
    await measuring;
    expect(service.activeRun('shop')?.id).toBe(id);
    await service.cancel('shop', id);
  });

  it('refuses a second request while the first still reads the table list', async () => {
    const { service, mode } = build();
    const starting = service.start('shop', {});
    await expect(service.start('shop', {})).rejects.toMatchObject({ code: 'RUN_ACTIVE' });
    const { id } = await starting;
    await service.cancel('shop', id);
    expect(mode.waiting.length).toBeLessThanOrEqual(1);
  });

  it('is not blocked by a request for tables that do not exist', async () => {
    const { service } = build();
    await expect(service.start('shop', { tables: ['shop.x'] })).rejects.toMatchObject({
      status: 400,
      code: 'TABLE_UNKNOWN',
    });
    const { id } = await service.start('shop', {});
    expect((await service.cancel('shop', id)).state).toBe('cancelled');
  });

  it('answers a cancelled run only when it has ended, and keeps no result of the table it was at', async () => {
    const { service, store } = build();
    const { id } = await service.start('shop', {});
    await settled();
    expect(await service.cancel('shop', id)).toMatchObject({ state: 'cancelled', reason: 'Cancelled on request' });
    expect(store.saved).toEqual([]);
    await expect(service.cancel('shop', id)).rejects.toMatchObject({ status: 409, code: 'RUN_ENDED' });
    await expect(service.cancel('shop', 'other')).rejects.toMatchObject({ status: 404, code: 'RUN_UNKNOWN' });
  });

  it('marks a run interrupted when the schedule or the process stops', async () => {
    const { service, seen } = build();
    const stop = new AbortController();
    const measuring = service.measure('shop', stop.signal);
    await settled();
    stop.abort();
    await measuring;
    expect(seen.at(-1)?.state).toBe('interrupted');

    await service.start('shop', {});
    await settled();
    await service.onModuleDestroy();
    expect(seen.at(-1)?.state).toBe('interrupted');
    await expect(service.start('shop', {})).rejects.toMatchObject({ code: 'STOPPING' });
  });

  it('is failed, not stuck, when a mode breaks its promise', async () => {
    const { service, mode, seen } = build();
    const measuring = service.measure('shop', never);
    await settled();
    mode.waiting[0]?.fail(new Error('a defect'));
    await measuring;
    expect(seen.at(-1)).toMatchObject({ state: 'failed', reason: 'a defect' });
    expect(service.activeRun('shop')).toBeNull();
  });

  it('takes the last known tables when a side cannot be read, and says so when there are none', async () => {
    const { service, mode, tables } = build();
    tables.discover.mockRejectedValue(new Error('target down'));
    await expect(service.start('shop', {})).rejects.toMatchObject({
      code: 'TABLES_UNKNOWN',
      message: expect.stringContaining('target down'),
    });
    tables.snapshot.mockReturnValue({ migration: 'shop', tables: [table('b')], discoveredAt: '' });
    const { id } = await service.start('shop', {});
    await settled();
    expect(mode.waiting[0]?.id).toBe('shop.b');
    await service.cancel('shop', id);
  });

  it('takes up earlier results, and forgets those of tables no longer watched', async () => {
    const { service, store } = build();
    store.stored = [old, { ...old, table: 'shop.gone' }];
    store.runs.set('unplanned', newRun({ ...about, id: 'unplanned' }));
    await service.onApplicationBootstrap();
    expect(store.interrupted).toBe(1);
    expect(service.result('shop', 'shop', 'gone').verdict).toBe('diverged');
    const { id } = await service.start('shop', {});
    expect(service.snapshot('shop').map((result) => result.table)).toEqual(['shop.a']);
    expect(store.kept).toEqual(['shop.a', 'shop.b']);
    await service.cancel('shop', id);
  });

  it('goes on with a run that was killed: with its results, and only with the tables it had left', async () => {
    const { service, mode, store, comparisons, tables } = build();
    const done = { ...old, verdict: 'matched' } as ChecksumResult;
    store.runs.set('r', withResult(newRun(about), done));
    store.stored = [done];
    comparisons.plans.set('r', ['shop.a', 'shop.b']);
    tables.discover.mockRejectedValueOnce(new Error('not connected yet'));
    await service.onApplicationBootstrap();
    expect(service.activeRun('shop')).toMatchObject({
      ...{ id: 'r', state: 'running', tables: { total: 2, done: 1 } },
      pausedBecause: expect.stringContaining('started again'),
    });
    await expect(service.start('shop', {})).rejects.toMatchObject({ code: 'RUN_ACTIVE' });
    await until(() => mode.waiting.length > 0);
    expect(mode.waiting.map(({ id }) => id)).toEqual(['shop.b']);
    expect(service.activeRun('shop')?.pausedBecause).toBeUndefined();
    mode.waiting[0]?.go(finding);
    await until(() => service.activeRun('shop') === null);
    expect(store.runs.get('r')).toMatchObject({ state: 'finished', verdict: 'matched', tables: { total: 2, done: 2 } });
    expect(comparisons.plans.size).toBe(0);
  });

  it('counts a result that was kept after the run was last written', async () => {
    const { service, mode, store, comparisons } = build();
    store.runs.set('r', newRun(about));
    store.stored = [{ ...old, verdict: 'matched' }];
    comparisons.plans.set('r', ['shop.a', 'shop.b']);
    await comparisons.finish({ ...comparison, id: 'c', table: 'shop.a', runId: 'r' });
    await service.onApplicationBootstrap();
    await until(() => mode.waiting.length > 0);
    expect(mode.waiting.map(({ id }) => id)).toEqual(['shop.b']);
    await service.cancel('shop', 'r');
  });

  it('can be cancelled while it waits for the servers after a start', async () => {
    const { service, store, comparisons, tables } = build();
    store.runs.set('r', newRun(about));
    comparisons.plans.set('r', ['shop.a']);
    tables.discover.mockRejectedValue(new Error('down'));
    await service.onApplicationBootstrap();
    expect(await service.cancel('shop', 'r')).toMatchObject({ state: 'cancelled', reason: 'Cancelled on request' });
    expect(service.activeRun('shop')).toBeNull();
  });

  it('goes on with a comparison that the schedule left open, and never with one of a run on request', async () => {
    const { service, mode, comparisons } = build();
    const at = '2026-11-20T02:00:00.000Z';
    comparisons.comparisons = [
      { ...comparison, id: 'scheduled', table: 'shop.a', trigger: 'schedule', startedAt: at },
      { ...comparison, id: 'requested', table: 'shop.b', trigger: 'request', startedAt: at },
    ];
    const measuring = service.measure('shop', never);
    for (const next of [0, 1]) {
      await until(() => mode.waiting.length > next);
      mode.waiting[next]?.go(finding);
    }
    await measuring;
    expect(service.result('shop', 'shop', 'a').startedAt).toBe(at);
    expect(service.result('shop', 'shop', 'b').startedAt).toBe('2026-11-20T03:00:00.000Z');
  });

  it('begins anew where the open comparison is too old to prove anything of today', async () => {
    const { service, mode, comparisons } = build();
    comparisons.comparisons = [{ ...comparison, trigger: 'schedule', startedAt: '2026-11-10T00:00:00.000Z' }];
    const measuring = service.measure('shop', never);
    for (const next of [0, 1]) {
      await until(() => mode.waiting.length > next);
      mode.waiting[next]?.go(finding);
    }
    await measuring;
    expect(service.result('shop', 'shop', 'a').startedAt).toBe('2026-11-20T03:00:00.000Z');
  });

  it('takes the oldest proof first in a round of the schedule', async () => {
    const { service, mode, store } = build();
    store.stored = [
      { ...old, startedAt: '2026-11-20T02:00:00.000Z' },
      { ...old, table: 'shop.b', startedAt: '2026-11-20T01:00:00.000Z' },
    ];
    await service.onApplicationBootstrap();
    const stop = new AbortController();
    const measuring = service.measure('shop', stop.signal);
    await until(() => mode.waiting.length > 0);
    expect(mode.waiting[0]?.id).toBe('shop.b');
    stop.abort();
    await measuring;
  });

  it('keeps what a round of the schedule had proved of a table, and drops that of a run on request', async () => {
    const { service, comparisons } = build();
    const stop = new AbortController();
    const measuring = service.measure('shop', stop.signal);
    await settled();
    stop.abort();
    await measuring;
    const { id } = await service.start('shop', {});
    await service.cancel('shop', id);
    expect(comparisons.ended.map(([, keepsOpen]) => keepsOpen)).toEqual([true, false]);
  });

  it('starts without its history when the store cannot be read', async () => {
    const { service, store } = build();
    store.failure = new Error('corrupt');
    await service.onApplicationBootstrap();
    expect(service.snapshot('shop')).toEqual([]);
  });

  it('tells a table that was never compared from one that is not watched', () => {
    const { service, tables } = build();
    tables.snapshot.mockReturnValue({ migration: 'shop', tables: [table('a')], discoveredAt: '' });
    expect(() => service.result('shop', 'shop', 'a')).toThrow(expect.objectContaining({ code: 'RESULT_UNKNOWN' }));
    expect(() => service.result('shop', 'shop', 'x')).toThrow(expect.objectContaining({ code: 'TABLE_UNKNOWN' }));
    expect(() => service.list('nope')).toThrow(expect.objectContaining({ status: 404, code: 'MIGRATION_UNKNOWN' }));
  });
});
