import type { BackupRun } from '@cutover/contracts';
import { at } from '../../../test/support/some-evidence.js';
import { StoreStage } from '../../../test/support/store-stage.js';
import type { StoreConnection } from '../../store/store-connection.js';
import type { BackupStore } from './backup.store.js';

const later = (ms: number): string => new Date(Date.parse(at) + ms).toISOString();
const aRun = (id: string, server = 'shop-db'): BackupRun => ({
  progress: null,
  ...{ id, server, type: 'daily', slotAt: at, state: 'running', startedAt: at, endedAt: null },
  ...{ databases: [], failure: null },
});
const claim = { schedule: 'daily', server: 'shop-db', doneTo: at, upTo: later(1000) };

describe('the store of backups', () => {
  let stage: StoreStage;
  let store: BackupStore;
  let connection: StoreConnection;

  beforeEach(async () => {
    stage = new StoreStage();
    ({ backups: store, connection } = await stage.open());
    expect(await store.doneTo('daily', 'shop-db', at)).toBe(at);
  });
  afterEach(() => stage.end());

  it('begins a new schedule now, and goes on where it was after that', async () => {
    expect(await store.doneTo('daily', 'shop-db', later(5000))).toBe(at);
    expect(await store.begin(aRun('a'), later(90_000), claim)).toBe(true);
    expect(await store.doneTo('daily', 'shop-db', later(5000))).toBe(later(1000));
  });

  it('begins anew where it was done by a clock that was far ahead, and not where that was set back a little', async () => {
    const hour = 3_600_000;
    expect(await store.passOver({ ...claim, upTo: later(hour) })).toBe(true);
    expect(await store.doneTo('daily', 'shop-db', at)).toBe(later(hour));
    expect(await store.passOver({ ...claim, doneTo: later(hour), upTo: later(300 * 24 * hour) })).toBe(true);
    expect(await store.doneTo('daily', 'shop-db', at)).toBe(at);
    expect(await store.begin(aRun('a'), later(90_000), claim)).toBe(true);
  });

  it('gives a slot to one of two that ask for it, and not to a third', async () => {
    const other = { ...claim, server: 'crm-db' };
    await store.doneTo('daily', 'crm-db', at);
    const asked = ['a', 'b'].map((id) => store.begin(aRun(id, 'crm-db'), later(90_000), other));
    expect((await Promise.all(asked)).sort()).toEqual([false, true]);
    const [won] = await store.list('crm-db');
    await store.keepSaved({ ...won!, state: 'complete', endedAt: later(10) });
    expect(await store.begin(aRun('c', 'crm-db'), later(90_000), other)).toBe(false);
    expect(await store.list(null)).toHaveLength(1);
  });

  it('keeps the slot for later where a run of the server is under way', async () => {
    expect(await store.begin(aRun('a'), later(90_000), null)).toBe(true);
    expect(await store.begin(aRun('b'), later(90_000), claim)).toBe(false);
    await store.keepSaved({ ...aRun('a'), state: 'failed', endedAt: later(10) });
    expect(await store.begin(aRun('b'), later(90_000), claim)).toBe(true);
  });

  it('changes a run as it is kept, whoever changed it before, and tells of it', async () => {
    const told: BackupRun[] = [];
    store.changed.subscribe((run) => told.push(run));
    await store.begin(aRun('a'), later(90_000), null);
    await store.keepSaved({ ...aRun('a'), state: 'partial', endedAt: later(10) });
    await Promise.all([
      store.keepChanged('a', 'one', (run) => ({ ...run, state: 'complete' })),
      store.keepChanged('a', 'other', (run) => ({ ...run, failure: 'found later' })),
      store.keepChanged('gone', 'one', (run) => run),
    ]);
    expect(await store.find('a')).toMatchObject({ state: 'complete', failure: 'found later' });
    expect(told.map(({ id, state, failure }) => [id, state, failure])).toEqual([
      ['a', 'complete', null],
      ['a', 'complete', 'found later'],
    ]);
  });

  it('reads a run of an older Cutover as one that was neither read back nor copied', async () => {
    await store.begin(aRun('a'), later(90_000), null);
    const storages = [{ name: 'disk', failure: null }];
    await store.keepSaved({ ...aRun('a'), databases: [{ database: 'shop', storages }] as never });
    const [shop] = (await store.find('a'))!.databases;
    expect(shop).toMatchObject({ skipped: null, storages: [{ readBack: null, storedLaterAt: null }] });
  });

  it('passes over what was missed, once', async () => {
    expect(await store.passOver(claim)).toBe(true);
    expect(await store.passOver(claim)).toBe(false);
    expect(await store.begin(aRun('a'), later(90_000), claim)).toBe(false);
  });

  it('ends a run that nobody answers for, and leaves one whose process does', async () => {
    await store.begin(aRun('a'), later(90_000), null);
    await store.begin(aRun('b', 'crm-db'), later(90_000), null);
    expect(await store.renew('b', later(200_000))).toBe(true);
    expect((await store.interrupt(later(90_001))).map(({ id }) => id)).toEqual(['a']);
    expect(await store.find('a')).toMatchObject({ state: 'interrupted', failure: expect.stringContaining('process') });
    expect(await store.renew('a', later(200_000))).toBe(false);
    expect((await store.list(null)).map(({ id, state }) => [id, state])).toEqual([
      ['b', 'running'],
      ['a', 'interrupted'],
    ]);
  });

  it('does not end as interrupted what ended while the store was out of order', async () => {
    const nowIso = later(600_000);
    const isOutOfOrder = (is: boolean) =>
      connection.read((manager) => manager.query(`PRAGMA query_only = ${is ? 'ON' : 'OFF'}`));
    const complete = { state: 'complete', endedAt: later(300_000) } as const;
    await store.begin(aRun('a'), later(90_000), null);
    await isOutOfOrder(true);
    await store.keepSaved({ ...aRun('a'), ...complete });
    expect(await store.find('a')).toMatchObject({ state: 'running' });
    expect(await store.interrupt(nowIso)).toEqual([]);
    await isOutOfOrder(false);
    expect(await store.interrupt(nowIso)).toEqual([]);
    expect(await store.find('a')).toMatchObject(complete);
  });

  it('tells the runs since a moment, the newest first', async () => {
    for (const [id, ms] of [
      ['a', 0],
      ['b', 10],
      ['c', 20],
    ] as const)
      await store.begin({ ...aRun(id, `${id}-db`), startedAt: later(ms) }, later(90_000), null);
    expect((await store.since(later(10))).map(({ id }) => id)).toEqual(['c', 'b']);
  });

  it('tells the runs of one server and type, and those in some states', async () => {
    await store.begin(aRun('a'), later(90_000), null);
    await store.begin({ ...aRun('b', 'crm-db'), type: 'weekly' }, later(90_000), null);
    await store.keepSaved({ ...aRun('a'), state: 'partial' });
    expect((await store.newestOf('crm-db', 'weekly')).map(({ id }) => id)).toEqual(['b']);
    expect(await store.newestOf('crm-db', 'daily')).toEqual([]);
    expect((await store.inStates(['partial', 'cancelled'])).map(({ id }) => id)).toEqual(['a']);
  });

  it('forgets old runs, but none that is under way', async () => {
    await store.begin(aRun('a'), later(90_000), null);
    await store.keepSaved({ ...aRun('a'), state: 'complete', endedAt: later(10) });
    await store.begin(aRun('b'), later(90_000), null);
    expect(await store.prune(later(1))).toBe(1);
    expect((await store.list('shop-db')).map(({ id }) => id)).toEqual(['b']);
  });
});
