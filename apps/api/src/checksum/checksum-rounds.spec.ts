import {
  buildChecksums,
  comparison,
  finding,
  never,
  old,
  settled,
  table,
  until,
} from '../../test/support/checksum-stage.js';

describe('rounds of the schedule', () => {
  it('skips a scheduled run while one is under way, and refuses a requested one', async () => {
    const { service, engine } = buildChecksums();
    const first = await service.start('shop', { tables: ['shop.b'] });
    await settled();
    await service.measure('shop', never);
    expect(engine.waiting).toHaveLength(1);
    await expect(service.start('shop', {})).rejects.toMatchObject({ status: 409, code: 'RUN_ACTIVE' });
    await service.cancel('shop', first.id);
  });

  it('serves a request before a round of the schedule, which then goes on with what is left', async () => {
    const { service, engine, seen, tables } = buildChecksums();
    tables.snapshot.mockReturnValue({
      migration: 'shop',
      tables: [table('a'), table('b')],
      unseen: [],
      discoveredAt: '',
    });
    const measuring = service.measure('shop', never);
    await until(() => engine.waiting.length > 0);
    engine.waiting[0]?.go(finding);
    await until(() => engine.waiting.length > 1);
    await expect(service.start('shop', { tables: ['shop.x'] })).rejects.toMatchObject({ code: 'TABLE_UNKNOWN' });
    expect(service.activeRun('shop')?.trigger).toBe('schedule');
    const requested = await service.start('shop', { tables: ['shop.a'] });
    await until(() => engine.waiting.length > 2);
    await expect(service.start('shop', {})).rejects.toMatchObject({ status: 409, code: 'RUN_ACTIVE' });
    expect(service.activeRun('shop')?.id).toBe(requested.id);
    engine.waiting[2]?.go(finding);
    await until(() => engine.waiting.length > 3);
    engine.waiting[3]?.go(finding);
    await measuring;
    expect(engine.waiting.map(({ id }) => id)).toEqual(['shop.a', 'shop.b', 'shop.a', 'shop.b']);
    const ends = seen.filter(({ state }) => state !== 'running');
    const told = ends.map(({ trigger, state, tables: { done } }) => `${trigger} ${state} ${done}`);
    expect(told).toEqual(['schedule finished 1', 'request finished 1', 'schedule finished 1']);
    expect(ends[0]?.reason).toContain('made way');
  });

  it('ends a round for good when a request has compared all that it had left', async () => {
    const { service, engine, tables } = buildChecksums();
    tables.snapshot.mockReturnValue({
      migration: 'shop',
      tables: [table('a'), table('b')],
      unseen: [],
      discoveredAt: '',
    });
    const measuring = service.measure('shop', never);
    await until(() => engine.waiting.length > 0);
    await service.start('shop', {});
    for (const next of [1, 2]) {
      await until(() => engine.waiting.length > next);
      engine.waiting[next]?.go(finding);
    }
    await measuring;
    expect(engine.waiting).toHaveLength(3);
  });

  it('stops with a round that waits for a request to be served', async () => {
    const { service, engine } = buildChecksums();
    const stop = new AbortController();
    const measuring = service.measure('shop', stop.signal);
    await until(() => engine.waiting.length > 0);
    const { id } = await service.start('shop', {});
    stop.abort();
    await measuring;
    expect(service.activeRun('shop')?.id).toBe(id);
    await service.cancel('shop', id);
  });

  it('goes on with a comparison that the schedule left open, and never with one of a run on request', async () => {
    const { service, engine, comparisons } = buildChecksums();
    const at = '2026-11-20T02:00:00.000Z';
    comparisons.comparisons = [
      { ...comparison, id: 'scheduled', table: 'shop.a', trigger: 'schedule', startedAt: at },
      { ...comparison, id: 'requested', table: 'shop.b', trigger: 'request', startedAt: at },
    ];
    const measuring = service.measure('shop', never);
    for (const next of [0, 1]) {
      await until(() => engine.waiting.length > next);
      engine.waiting[next]?.go(finding);
    }
    await measuring;
    expect(service.result('shop', 'shop', 'a').startedAt).toBe(at);
    expect(service.result('shop', 'shop', 'b').startedAt).toBe('2026-11-20T03:00:00.000Z');
  });

  it('begins anew where the open comparison is too old to prove anything of today', async () => {
    const { service, engine, comparisons } = buildChecksums();
    comparisons.comparisons = [{ ...comparison, trigger: 'schedule', startedAt: '2026-11-10T00:00:00.000Z' }];
    const measuring = service.measure('shop', never);
    for (const next of [0, 1]) {
      await until(() => engine.waiting.length > next);
      engine.waiting[next]?.go(finding);
    }
    await measuring;
    expect(service.result('shop', 'shop', 'a').startedAt).toBe('2026-11-20T03:00:00.000Z');
  });

  it('takes the oldest proof first in a round of the schedule', async () => {
    const { service, engine, store } = buildChecksums();
    store.stored = [
      { ...old, startedAt: '2026-11-20T02:00:00.000Z' },
      { ...old, table: 'shop.b', startedAt: '2026-11-20T01:00:00.000Z' },
    ];
    await service.onApplicationBootstrap();
    const stop = new AbortController();
    const measuring = service.measure('shop', stop.signal);
    await until(() => engine.waiting.length > 0);
    expect(engine.waiting[0]?.id).toBe('shop.b');
    stop.abort();
    await measuring;
  });

  it('keeps what a round of the schedule had proved of a table, and drops that of a run on request', async () => {
    const { service, comparisons } = buildChecksums();
    const stop = new AbortController();
    const measuring = service.measure('shop', stop.signal);
    await settled();
    stop.abort();
    await measuring;
    const { id } = await service.start('shop', {});
    await service.cancel('shop', id);
    expect(comparisons.ended.map(([, keepsOpen]) => keepsOpen)).toEqual([true, false]);
  });

  it('begins with the other tables after a round whose whole time went into one that did not end', async () => {
    jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask', 'performance', 'Date'] });
    try {
      const { service, engine } = buildChecksums();
      const first = service.measure('shop', never);
      await until(() => engine.waiting.length > 0);
      jest.advanceTimersByTime(24 * 3_600_000);
      await first;
      const second = service.measure('shop', never);
      for (const next of [1, 2]) {
        await until(() => engine.waiting.length > next);
        engine.waiting[next]?.go(finding);
      }
      await second;
      expect(engine.waiting.map(({ id }) => id)).toEqual(['shop.a', 'shop.b', 'shop.a']);
    } finally {
      jest.useRealTimers();
    }
  });

  it('reaches every table, however many take longer than a round', async () => {
    jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask', 'performance', 'Date'] });
    try {
      const { service, engine, tables } = buildChecksums();
      const catalog = { migration: 'shop', tables: ['a', 'b', 'c'].map(table), unseen: [], discoveredAt: '' };
      tables.discover.mockResolvedValue(catalog);
      for (const round of [1, 2, 3]) {
        const measuring = service.measure('shop', never);
        await until(() => engine.waiting.length === round);
        jest.advanceTimersByTime(24 * 3_600_000);
        await measuring;
      }
      expect(engine.waiting.map(({ id }) => id)).toEqual(['shop.a', 'shop.b', 'shop.c']);
    } finally {
      jest.useRealTimers();
    }
  });
});
