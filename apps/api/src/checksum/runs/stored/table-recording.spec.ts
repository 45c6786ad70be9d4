import { aColumn, aPlan } from '../../../../test/support/exact-column.js';
import { Clock } from '../../../platform/clock.js';
import { openStore } from '../../../store/open-store.js';
import { StoreConnection } from '../../../store/store-connection.js';
import { StoreHealth } from '../../../store/store-health.js';
import { checksumPart } from '../../store/checksum-part.js';
import { VerificationStore, type TableComparison } from '../../store/verification.store.js';
import type { RowFinding } from '../../comparison/drill-down/difference-log.js';
import type { ChunkRecord } from '../../comparison/exact-hooks.js';
import type { StoredChunk } from '../../results/stored-chunk.js';
import { mysqlFamilyRepair } from '../../dialects/mysql-family/repair/repair-dialect.js';
import { TableRecording } from './table-recording.js';

const comparison: TableComparison = {
  ...{ id: 'c', migration: 'shop', table: 'shop.orders', runId: 'r', trigger: 'request', state: 'open' },
  startedAt: '2026-11-20T03:00:00.000Z',
};
const plan = aPlan([aColumn('id', 'int'), aColumn('v', 'int')]);

function chunk(index: number, change: Partial<ChunkRecord> = {}): ChunkRecord {
  return {
    ...{ table: 'shop.orders', index, verdict: 'diverged', reason: null, mode: 'snapshot', digest: 'd', position: 'p' },
    range: { after: index === 0 ? null : [String(index * 10)], upTo: [String(index * 10 + 10)] },
    ...{
      sourceRows: '9',
      targetRows: '9',
      sourceDigest: '1',
      targetDigest: '2',
      fingerprint: 'f',
      tookMs: 1,
      isNamed: true,
    },
    ...change,
  };
}

const finding = (id: number): RowFinding => ({
  ...{ kind: 'changed', key: [String(id)], source: [String(id), '1'], target: [String(id), '2'], position: 'p' },
});

let connection: StoreConnection;
let store: VerificationStore;
const options = { repair: mysqlFamilyRepair, nowIso: () => 'now' };
const record = (showValues = true): TableRecording => new TableRecording(comparison, store, { showValues, ...options });
const keys = async (): Promise<unknown[]> =>
  (await store.loadDifferences('c', -1, 1_000)).map(({ difference }) => difference.key['id']);

beforeEach(async () => {
  connection = new StoreConnection(
    await openStore('sqlite::memory:', 'now', [checksumPart]),
    new StoreHealth(),
    new Clock(),
  );
  store = new VerificationStore(connection);
});
afterEach(() => connection.close());

describe('TableRecording', () => {
  it('keeps the rows of a chunk before the chunk, so that no stored chunk lacks them', async () => {
    const recording = record();
    await recording.onFinding(finding(1), plan);
    expect(await keys()).toEqual([]);
    await recording.onChunk(chunk(0));
    expect(await keys()).toEqual(['1']);
    expect(await store.loadChunks<StoredChunk>('c')).toMatchObject([{ index: 0, provedAt: 'now' }]);
  });

  it('gives a killed comparison back what it had proved, without the rows of the chunk it was at', async () => {
    const first = record();
    await first.onFinding(finding(1), plan);
    await first.onChunk(chunk(0));
    for (let id = 11; id < 300; id++) await first.onFinding(finding(id), plan);
    expect((await keys()).length).toBeGreaterThan(1);
    // Killed here; a new process:
    const second = record();
    const left = await second.resume(() => true);
    expect(left?.chunks).toMatchObject([{ index: 0, range: { upTo: ['10'] } }]);
    expect(left?.differences.map(({ key }) => key['id'])).toEqual(['1']);
    await second.onFinding(finding(11), plan);
    await second.onChunk(chunk(1));
    await second.finish();
    expect(await keys()).toEqual(['1', '11']);
  });

  it('forgets what does not count any more when it is taken up: another definition, or another mode', async () => {
    const first = record();
    await first.onFinding(finding(1), plan);
    await first.onChunk(chunk(0));
    await first.onFinding(finding(11), plan);
    await first.onChunk(chunk(1));
    const second = record();
    expect((await second.resume(() => true))?.chunks).toHaveLength(2);
    await second.onFinding(finding(21), plan);
    expect(await second.resume(() => false)).toBeNull();
    await second.onFinding(finding(7), plan);
    await second.onChunk(chunk(0, { fingerprint: 'g' }));
    expect(await store.loadChunks<StoredChunk>('c')).toMatchObject([{ index: 0, fingerprint: 'g' }]);
    expect(await keys()).toEqual(['7']);
  });

  it('knows of each row in which chunk it was found, whichever of several was done first', async () => {
    const first = record();
    await first.onFinding({ ...finding(1), chunkIndex: 0 }, plan);
    await first.onFinding({ ...finding(11), chunkIndex: 1 }, plan);
    await first.onChunk(chunk(1));
    const left = await record().resume(() => true);
    expect(left?.chunks).toMatchObject([{ index: 0, range: { upTo: ['20'] } }]);
    expect(left?.differences.map(({ key }) => key['id'])).toEqual(['11']);
  });

  it('shows nothing of an earlier round with a result that rests on no rows', async () => {
    const first = record();
    await first.onFinding(finding(1), plan);
    await first.onChunk(chunk(0));
    await record().finish();
    expect([await store.loadChunks('c'), await keys()]).toEqual([[], []]);
  });

  it('has nothing to give back of a comparison that has just begun', async () => {
    expect(await record().resume(() => true)).toBeNull();
  });

  it('keeps no value but the key, and no statement, where values are hidden', async () => {
    const recording = record(false);
    await recording.onFinding(finding(1), plan);
    await recording.finish();
    const [kept] = await store.loadDifferences('c', -1, 9);
    expect(kept).toMatchObject({
      repair: { removal: null, sql: null },
      difference: { key: { id: '1' }, columns: ['v'] },
    });
    expect(kept?.difference).not.toHaveProperty('source');
  });

  it('keeps a number in place of the columns of a table without a key, where values are hidden', async () => {
    const recording = record(false);
    for (const id of [1, 2]) await recording.onFinding({ ...finding(id), key: [] }, { ...plan, key: null });
    await recording.finish();
    const kept = await store.loadDifferences('c', -1, 9);
    expect(kept.map(({ difference }) => difference.key)).toEqual([{ row: '1' }, { row: '2' }]);
  });

  it('writes a new comparison of one chunk at its end, whole, and reads nothing for it', async () => {
    const read = jest.spyOn(connection, 'read');
    const recording = new TableRecording(comparison, store, { showValues: true, ...options, isNew: true });
    expect(await recording.resume(() => true)).toBeNull();
    await recording.onChunk(chunk(0, { verdict: 'matched', range: { after: null, upTo: null } }));
    expect(read).not.toHaveBeenCalled();
    await recording.finish();
    expect(await store.loadChunks<StoredChunk>('c')).toMatchObject([{ index: 0, verdict: 'matched' }]);
    expect(await store.findDone('shop', 'shop.orders')).toMatchObject({ id: 'c' });
  });

  it('keeps each chunk of a larger table at once, the first one too: a process that is ended loses none', async () => {
    const first = new TableRecording(comparison, store, { showValues: true, ...options, isNew: true });
    await first.resume(() => true);
    await first.onChunk(chunk(0, { verdict: 'matched' }));
    expect(await store.findOpen('shop')).toMatchObject([{ id: 'c' }]);
    expect((await record().resume(() => true))?.chunks).toHaveLength(1);
  });

  it('forgets what was found in a mode that was given up, written or not', async () => {
    const recording = record();
    await recording.onFinding(finding(1), plan);
    await recording.onChunk(chunk(0));
    await recording.onFinding(finding(2), plan);
    await recording.forgetAll();
    await recording.onFinding(finding(3), plan);
    await recording.onChunk(chunk(0));
    await recording.finish();
    expect(await keys()).toEqual(['3']);
    expect(await store.loadChunks('c')).toHaveLength(1);
  });

  it('leaves nothing of a comparison that proved nothing, written or not', async () => {
    for (const isNew of [true, false]) {
      const recording = new TableRecording(comparison, store, { showValues: true, ...options, isNew });
      await recording.onFinding(finding(1), plan);
      await recording.onChunk(chunk(0));
      await recording.discard();
      expect([await keys(), await store.loadChunks('c'), await store.findOpen('shop')]).toEqual([[], [], []]);
    }
  });

  it('keeps the statement that repairs a row', async () => {
    const recording = record();
    await recording.onFinding(finding(1), plan);
    await recording.finish();
    expect((await store.loadDifferences('c', -1, 9))[0]?.repair.sql).toMatch(
      /\nUPDATE `shop`.`orders` SET `v` = 1 WHERE/,
    );
  });
});
