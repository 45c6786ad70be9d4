import type { RowDifference } from '@cutover/contracts';
import { Clock } from '../../platform/clock.js';
import { openStore } from '../../store/open-store.js';
import { StoreConnection } from '../../store/store-connection.js';
import { StoreHealth } from '../../store/store-health.js';
import { checksumPart } from './checksum-part.js';
import { VerificationStore, type StoredDifference, type TableComparison } from './verification.store.js';

let connection: StoreConnection;
let store: VerificationStore;

beforeEach(async () => {
  connection = new StoreConnection(
    await openStore('sqlite::memory:', 'now', [checksumPart]),
    new StoreHealth(),
    new Clock(),
  );
  store = new VerificationStore(connection);
});

afterEach(() => connection.close());

function comparison(id: string, change: Partial<TableComparison> = {}): TableComparison {
  return {
    ...{ id, migration: 'shop', table: 'shop.orders', runId: 'r1', trigger: 'schedule', state: 'open' },
    startedAt: '2026-11-20T03:00:00.000Z',
    ...change,
  };
}

function found(number: number, kind: RowDifference['kind'] = 'changed', chunkIndex = 0): StoredDifference {
  const difference: RowDifference = { table: 'shop.orders', kind, key: { id: `${number}😀` }, position: null };
  return {
    number,
    chunkIndex,
    difference,
    repair: { removal: number % 3 ? null : `-- go ${number}`, sql: number % 2 ? null : `-- ${number}` },
  };
}

describe('VerificationStore', () => {
  it('keeps the plan of a run until it ends', async () => {
    await store.savePlan({ id: 'r1', migration: 'shop' }, ['shop.a', 'shop.b']);
    expect(await store.findPlan('r1')).toEqual(['shop.a', 'shop.b']);
    await store.endRun('r1', true);
    expect(await store.findPlan('r1')).toBeNull();
  });

  it('drops what a run left open, or keeps it to go on with, and never touches what is done', async () => {
    await store.saveComparison(comparison('c1'));
    await store.finish(comparison('c2', { table: 'shop.items' }));
    await store.saveChunk('c1', 0, { verdict: 'matched' });
    await store.endRun('r1', true);
    expect((await store.findOpen('shop')).map(({ table }) => table)).toEqual(['shop.orders']);
    await store.endRun('r1', false);
    expect(await store.findOpen('shop')).toEqual([]);
    expect(await store.loadChunks('c1')).toEqual([]);
    expect((await store.findDone('shop', 'shop.items'))?.id).toBe('c2');
  });

  it('shows the earlier comparison of a table until the next one is done, and then that alone', async () => {
    await store.addDifferences('c1', [found(0)]);
    await store.finish(comparison('c1'));
    await store.saveComparison(comparison('c2'));
    await store.addDifferences('c2', [found(0), found(1)]);
    expect((await store.findDone('shop', 'shop.orders'))?.id).toBe('c1');
    await store.finish(comparison('c2'));
    expect((await store.findDone('shop', 'shop.orders'))?.id).toBe('c2');
    expect([await store.countDifferences('c1'), await store.countDifferences('c2')]).toEqual([0, 2]);
  });

  it('deletes a comparison that proved nothing, and leaves the one that is shown', async () => {
    await store.finish(comparison('c1'));
    await store.addDifferences('c1', [found(0)]);
    await store.saveComparison(comparison('c2'));
    await store.saveChunk('c2', 0, { at: 0 });
    await store.drop('c2');
    expect(await store.findOpen('shop')).toEqual([]);
    expect(await store.loadChunks('c2')).toEqual([]);
    expect((await store.findDone('shop', 'shop.orders'))?.id).toBe('c1');
    expect(await store.countDifferences('c1')).toBe(1);
  });

  it('reads chunks and rows in order, by portions, and rows by kind', async () => {
    for (const index of [2, 0, 1]) await store.saveChunk('c', index, { at: index });
    expect(await store.loadChunks('c', 0, 1)).toEqual([{ at: 1 }]);
    await store.addDifferences('c', [found(0), found(1, 'extra'), found(2)]);
    expect((await store.loadDifferences('c', 0, 9)).map(({ number }) => number)).toEqual([1, 2]);
    expect(await store.loadDifferences('c', -1, 9, 'extra')).toEqual([found(1, 'extra')]);
  });

  it('takes ten thousand rows, and the same rows twice', async () => {
    const rows = Array.from({ length: 10_000 }, (_, number) => found(number));
    await store.addDifferences('c', rows);
    await store.addDifferences('c', rows.slice(0, 10));
    expect(await store.countDifferences('c')).toBe(10_000);
  });

  it('keeps after a rewind what it was given and nothing else', async () => {
    for (const index of [0, 1, 2]) await store.saveChunk('c', index, { at: index });
    await store.addDifferences('c', [found(0), found(1, 'extra', 2)]);
    await store.rewind('c', [{ at: 0 }], [found(0)]);
    expect(await store.loadChunks('c')).toEqual([{ at: 0 }]);
    expect(await store.loadDifferences('c', -1, 9)).toEqual([found(0)]);
  });

  it('forgets tables that are no longer watched, of this migration only', async () => {
    await store.finish(comparison('c1'));
    await store.finish(comparison('c2', { table: 'shop.items' }));
    await store.finish(comparison('c3', { migration: 'crm' }));
    await store.keepOnly('shop', ['shop.items']);
    expect(await store.findDone('shop', 'shop.orders')).toBeNull();
    expect(await store.findDone('shop', 'shop.items')).not.toBeNull();
    expect(await store.findDone('crm', 'shop.orders')).not.toBeNull();
  });

  it('prunes what was begun long ago and never ended', async () => {
    await store.saveComparison(comparison('c1'));
    await store.finish(comparison('c2', { table: 'shop.items' }));
    expect(await store.pruneOpen('2026-11-20T03:00:00.000Z')).toBe(0);
    expect(await store.pruneOpen('2026-11-21T03:00:00.000Z')).toBe(1);
    expect(await store.findDone('shop', 'shop.items')).not.toBeNull();
  });
});
