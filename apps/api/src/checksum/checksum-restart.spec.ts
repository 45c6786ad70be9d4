import type { ChecksumResult } from '@cutover/contracts';
import { about, buildChecksums, comparison, finding, never, old, until } from '../../test/support/checksum-stage.js';
import { newRun, withResult } from './runs/progress/run-progress.js';

describe('runs of an earlier process', () => {
  it('takes up earlier results, and forgets those of tables no longer watched', async () => {
    const { service, store } = buildChecksums();
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
    const { service, engine, store, comparisons, tables } = buildChecksums();
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
    await until(() => engine.waiting.length > 0);
    expect(engine.waiting.map(({ id }) => id)).toEqual(['shop.b']);
    expect(service.activeRun('shop')?.pausedBecause).toBeUndefined();
    engine.waiting[0]?.go(finding);
    await until(() => service.activeRun('shop') === null);
    expect(store.runs.get('r')).toMatchObject({ state: 'finished', verdict: 'matched', tables: { total: 2, done: 2 } });
    expect(comparisons.plans.size).toBe(0);
  });

  it('counts a result that was kept after the run was last written', async () => {
    const { service, engine, store, comparisons } = buildChecksums();
    store.runs.set('r', newRun(about));
    store.stored = [{ ...old, verdict: 'matched' }];
    comparisons.plans.set('r', ['shop.a', 'shop.b']);
    await comparisons.finish({ ...comparison, id: 'c', table: 'shop.a', runId: 'r' });
    await service.onApplicationBootstrap();
    await until(() => engine.waiting.length > 0);
    expect(engine.waiting.map(({ id }) => id)).toEqual(['shop.b']);
    await service.cancel('shop', 'r');
  });

  it('compares a table again that an earlier release compared in mode table', async () => {
    const { service, engine, store, comparisons } = buildChecksums();
    const weak = { ...old, verdict: 'matched', mode: 'table' } as unknown as ChecksumResult;
    store.runs.set('r', withResult(newRun(about), weak));
    store.stored = [weak];
    comparisons.plans.set('r', ['shop.a', 'shop.b']);
    await service.onApplicationBootstrap();
    expect(service.snapshot('shop')).toEqual([]);
    await until(() => engine.waiting.length > 0);
    expect(engine.waiting.map(({ id }) => id)).toEqual(['shop.a']);
    await service.cancel('shop', 'r');
  });

  it('ends a round of the schedule when its time is over, so that the other tables are compared', async () => {
    jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask', 'performance', 'Date'] });
    try {
      const { service, engine, store, comparisons } = buildChecksums();
      store.runs.set('r', newRun({ ...about, trigger: 'schedule' }));
      comparisons.plans.set('r', ['shop.a', 'shop.b']);
      await service.onApplicationBootstrap();
      await until(() => engine.waiting.length > 0);
      jest.advanceTimersByTime(24 * 3_600_000);
      await until(() => service.activeRun('shop') === null);
      expect(store.runs.get('r')).toMatchObject({ state: 'finished', reason: expect.stringContaining('is over') });
      const next = service.measure('shop', never);
      for (const waiting of [1, 2]) {
        await until(() => engine.waiting.length > waiting);
        engine.waiting[waiting]?.go(finding);
      }
      await next;
      expect(engine.waiting.map(({ id }) => id)).toEqual(['shop.a', 'shop.b', 'shop.a']);
    } finally {
      jest.useRealTimers();
    }
  });

  it('can be cancelled while it waits for the servers after a start', async () => {
    const { service, store, comparisons, tables } = buildChecksums();
    store.runs.set('r', newRun(about));
    comparisons.plans.set('r', ['shop.a']);
    tables.discover.mockRejectedValue(new Error('down'));
    await service.onApplicationBootstrap();
    expect(await service.cancel('shop', 'r')).toMatchObject({ state: 'cancelled', reason: 'Cancelled on request' });
    expect(service.activeRun('shop')).toBeNull();
  });

  it('starts without its history when the store cannot be read', async () => {
    const { service, store } = buildChecksums();
    store.failure = new Error('corrupt');
    await service.onApplicationBootstrap();
    expect(service.snapshot('shop')).toEqual([]);
  });
});
