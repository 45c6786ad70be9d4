import { buildChecksums, finding, never, settled, table } from '../../test/support/checksum-stage.js';
import { voidProof } from './validity/void-proof.js';

describe('ChecksumService', () => {
  it('runs table by table, keeps each result at once, and answers the run when it has ended', async () => {
    const { service, engine, store, seen } = buildChecksums();
    const measuring = service.measure('shop', never);
    await settled();
    expect(engine.waiting.map(({ id }) => id)).toEqual(['shop.a']);
    engine.waiting[0]?.go(finding);
    await settled();
    expect(store.saved.map((result) => result.table)).toEqual(['shop.a']);
    expect(service.list('shop', { limit: 100 })).toMatchObject({
      results: [{ table: 'shop.a' }],
      activeRunId: seen[0]?.id,
    });
    engine.waiting[1]?.go({ ...finding, verdict: 'lagging' });
    await measuring;
    expect(service.activeRun('shop')).toBeNull();
    expect(seen.at(-1)).toMatchObject({
      state: 'finished',
      verdict: 'lagging',
      tables: { total: 2, done: 2, current: [] },
    });
    expect(store.runs.get(seen[0]?.id ?? '')?.state).toBe('finished');
  });

  it('does not call a run matched in which a proof has become void', async () => {
    const { service, engine, results, seen } = buildChecksums();
    const { id } = await service.start('shop', {});
    await settled();
    engine.waiting[0]?.go(finding);
    await settled();
    await results.revise('shop', (result) => voidProof(result, { reason: 'skipped', at: 'now' }));
    engine.waiting[1]?.go(finding);
    await settled();
    const run = await service.run('shop', id);
    expect(run).toMatchObject({ state: 'finished', verdict: 'unverified', verdicts: { matched: 1, unverified: 1 } });
    expect(run.results.map(({ table: name, voided }) => [name, voided?.reason])).toEqual([
      ['shop.a', 'skipped'],
      ['shop.b', undefined],
    ]);
    expect(seen.at(-1)).toEqual(run);
  });

  it('is free for the next run when its end is told', async () => {
    const { service, engine } = buildChecksums();
    const active: unknown[] = [];
    service.progress.subscribe(({ state }) => state !== 'running' && active.push(service.activeRun('shop')));
    const measuring = service.measure('shop', never);
    await settled();
    engine.waiting[0]?.go(finding);
    await settled();
    engine.waiting[1]?.go(finding);
    await measuring;
    expect(active).toEqual([null]);
  });

  it('refuses a second request while the first still reads the table list', async () => {
    const { service, engine } = buildChecksums();
    const starting = service.start('shop', {});
    await expect(service.start('shop', {})).rejects.toMatchObject({ code: 'RUN_ACTIVE' });
    const { id } = await starting;
    await service.cancel('shop', id);
    expect(engine.waiting.length).toBeLessThanOrEqual(1);
  });

  it('is not blocked by a request for tables that do not exist', async () => {
    const { service } = buildChecksums();
    await expect(service.start('shop', { tables: ['shop.x'] })).rejects.toMatchObject({
      status: 400,
      code: 'TABLE_UNKNOWN',
    });
    const { id } = await service.start('shop', {});
    expect((await service.cancel('shop', id)).state).toBe('cancelled');
  });

  it('answers a cancelled run only when it has ended, and keeps no result of the table it was at', async () => {
    const { service, store } = buildChecksums();
    const { id } = await service.start('shop', {});
    await settled();
    expect(await service.cancel('shop', id)).toMatchObject({ state: 'cancelled', reason: 'Cancelled on request' });
    expect(store.saved).toEqual([]);
    await expect(service.cancel('shop', id)).rejects.toMatchObject({ status: 409, code: 'RUN_ENDED' });
    await expect(service.cancel('shop', 'other')).rejects.toMatchObject({ status: 404, code: 'RUN_UNKNOWN' });
  });

  it('marks a run interrupted when the schedule or the process stops', async () => {
    const { service, seen } = buildChecksums();
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

  it('is failed, not stuck, when the engine breaks its promise', async () => {
    const { service, engine, seen } = buildChecksums();
    const measuring = service.measure('shop', never);
    await settled();
    engine.waiting[0]?.fail(new Error('a defect'));
    await measuring;
    expect(seen.at(-1)).toMatchObject({ state: 'failed', reason: 'a defect' });
    expect(service.activeRun('shop')).toBeNull();
  });

  it('takes the last known tables when a side cannot be read, and says so when there are none', async () => {
    const { service, engine, tables } = buildChecksums();
    tables.discover.mockRejectedValue(new Error('target down'));
    await expect(service.start('shop', {})).rejects.toMatchObject({
      code: 'TABLES_UNKNOWN',
      message: expect.stringContaining('target down'),
    });
    tables.snapshot.mockReturnValue({ migration: 'shop', tables: [table('b')], unseen: [], discoveredAt: '' });
    const { id } = await service.start('shop', {});
    await settled();
    expect(engine.waiting[0]?.id).toBe('shop.b');
    await service.cancel('shop', id);
  });

  it('tells a table that was never compared from one that is not watched', () => {
    const { service, tables } = buildChecksums();
    tables.snapshot.mockReturnValue({ migration: 'shop', tables: [table('a')], unseen: [], discoveredAt: '' });
    expect(() => service.result('shop', 'shop', 'a')).toThrow(expect.objectContaining({ code: 'RESULT_UNKNOWN' }));
    expect(() => service.result('shop', 'shop', 'x')).toThrow(expect.objectContaining({ code: 'TABLE_UNKNOWN' }));
    expect(() => service.list('nope', { limit: 100 })).toThrow(
      expect.objectContaining({ status: 404, code: 'MIGRATION_UNKNOWN' }),
    );
  });
});
