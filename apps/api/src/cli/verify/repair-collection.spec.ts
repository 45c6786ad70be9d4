import type { ChecksumResult } from '@cutover/contracts';
import { aColumn, aPlan } from '../../../test/support/exact-column.js';
import type { RowFinding } from '../../checksum/comparison/drill-down/difference-log.js';
import { mysqlFamilyRepair } from '../../checksum/dialects/mysql-family/repair/repair-dialect.js';
import { RepairCollection } from './repair-collection.js';

const plan = aPlan([aColumn('id', 'int'), aColumn('n', 'int')]);
const missing = (id: string): RowFinding => ({
  ...{ kind: 'missing', key: [id], source: [id, '7'], target: null, position: null },
});
const counts = { missing: 2, extra: 0, changed: 0 };
const result = (verdict: ChecksumResult['verdict'], complete = true): ChecksumResult =>
  ({ table: 'shop.orders', verdict, position: '0-1-17', differences: { ...counts, complete } }) as ChecksumResult;
const collection = (limit?: number): RepairCollection => {
  const repair = new RepairCollection(mysqlFamilyRepair, limit);
  repair.noteTarget('shop.orders', { database: 'shop', name: 'orders', target: null });
  return repair;
};
const inserts = (script: string): number => script.match(/^INSERT /gm)?.length ?? 0;

describe('RepairCollection', () => {
  it('writes the repair of each row, and how many they are', () => {
    const repair = collection();
    for (const id of ['1', '2']) repair.add(missing(id), plan);
    const script = repair.script([result('diverged')], 'now');
    expect(inserts(script)).toBe(2);
    expect(script).toContain('2 AS rows_that_differed;');
    expect(script).not.toContain('NOT COMPLETE');
  });

  it('keeps equal rows apart where there is no key', () => {
    const repair = collection();
    const keyless = { ...plan, key: null };
    for (const onTarget of [0n, 1n]) repair.add({ ...missing('1'), key: [], copy: { digest: 'd', onTarget } }, keyless);
    expect(inserts(repair.script([result('diverged')], 'now'))).toBe(2);
  });

  it('forgets the rows of a table that is begun anew in another mode', () => {
    const repair = collection(900);
    for (const id of ['1', '2']) repair.add(missing(id), plan);
    repair.forget('shop.orders');
    for (const id of ['2', '3', '4']) repair.add(missing(id), plan);
    const script = repair.script([result('diverged')], 'now');
    expect(inserts(script)).toBe(3);
    expect(script).not.toContain('NOT COMPLETE');
  });

  it('says that it is not complete when the engine named not every row, or it holds no more', () => {
    const repair = collection(80);
    for (const id of ['1', '2', '3']) repair.add(missing(id), plan);
    expect(inserts(repair.script([result('diverged')], 'now'))).toBeLessThan(3);
    expect(repair.script([result('diverged')], 'now')).toContain('NOT COMPLETE');
    expect(collection().script([result('diverged', false)], 'now')).toContain('NOT COMPLETE');
  });

  it.each(['matched', 'unverified', 'lagging'] as const)('holds no statement when the table is %s', (verdict) => {
    expect(collection().script([result(verdict)], 'now')).toMatch(/^-- No table .* nothing to repair\.\n$/);
  });
});
