import type { ChecksumResult, RowDifference } from '@cutover/contracts';
import { aColumn, aPlan } from '../../../test/support/exact-column.js';
import type { ChunkRecord } from '../../checksum/comparison/exact-hooks.js';
import type { RowFinding } from '../../checksum/comparison/drill-down/difference-log.js';
import { mysqlFamilyRepair } from '../../checksum/dialects/mysql-family/repair/repair-dialect.js';
import { RepairCollection } from './repair-collection.js';
import { VerifyRecord } from './verify-record.js';

const plan = aPlan([aColumn('id', 'int'), aColumn('n', 'int')]);
const missing = (id: string, n: string): RowFinding => ({
  ...{ kind: 'missing', key: [id], source: [id, n], target: null, position: null },
});
const row = (table: string): RowDifference => ({ table, kind: 'missing', key: { id: '1' }, position: null });
const diverged = {
  ...{ table: 'shop.orders', verdict: 'diverged', position: null },
  differences: { missing: 1, extra: 0, changed: 0, complete: true },
} as ChecksumResult;

function build() {
  const collection = new RepairCollection(mysqlFamilyRepair);
  collection.noteTarget('shop.orders', { database: 'shop', name: 'orders', target: null });
  const longValues = { fill: async (finding: RowFinding) => ({ ...finding, source: [finding.key[0] ?? '', '99'] }) };
  return { collection, record: new VerifyRecord({ collection, longValues }, () => 'now') };
}

describe('VerifyRecord', () => {
  it('begins each table anew, now, and keeps the rows of all of them in order', async () => {
    const record = new VerifyRecord(null, () => 'now');
    for (const table of ['shop.b', 'shop.a']) {
      expect(await record.begin(table)).toBe('now');
      expect(await record.resume()).toBeNull();
      await record.onFinding(missing('1', '7'), plan);
      await record.finish(diverged, [row(table)]);
    }
    expect(record.differences.map(({ table }) => table)).toEqual(['shop.b', 'shop.a']);
  });

  it('collects the repair of each row with its whole values', async () => {
    const { collection, record } = build();
    await record.begin('shop.orders');
    await record.onFinding(missing('1', 'shortened'), plan);
    expect(collection.script([diverged], 'now')).toMatch(/^INSERT .*99/m);
  });

  it('forgets the repair of a table that is begun anew in another mode', async () => {
    const { collection, record } = build();
    await record.begin('shop.orders');
    await record.onFinding(missing('1', '7'), plan);
    await record.onModeChange();
    expect(collection.script([diverged], 'now')).not.toMatch(/^INSERT /m);
  });

  it('keeps the ranges of a table that were proved equal, for a mode that goes on from there', async () => {
    const record = new VerifyRecord(null, () => 'now');
    const chunk = (index: number, verdict: string): ChunkRecord => ({ index, verdict }) as ChunkRecord;
    await record.begin('shop.orders');
    for (const one of [chunk(0, 'matched'), chunk(1, 'diverged'), chunk(2, 'matched')]) await record.onChunk(one);
    await record.onModeChange();
    const counts = ({ index }: ChunkRecord): boolean => index < 2;
    expect(await record.resume(counts)).toEqual({ chunks: [chunk(0, 'matched')], differences: [] });
    await record.begin('shop.customers');
    expect(await record.resume(() => true)).toBeNull();
  });
});
