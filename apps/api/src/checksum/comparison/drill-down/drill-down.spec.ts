import { aColumn, aPlan } from '../../../../test/support/exact-column.js';
import { DifferenceLog } from './difference-log.js';
import { portions, surpluses } from './multisets.js';
import { compareRows, rowDigests } from './row-comparison.js';
import { evenParts, partRange } from './split-range.js';

describe('compareRows', () => {
  const rows = (...pairs: [string, string][]) => rowDigests(pairs.map(([key, digest]) => ({ key: [key], digest })));

  it('tells missing, extra and changed rows', () => {
    expect(compareRows(rows(['1', 'a'], ['2', 'b'], ['3', 'c']), rows(['1', 'a'], ['3', 'x'], ['4', 'd']))).toEqual([
      { kind: 'missing', key: ['2'] },
      { kind: 'changed', key: ['3'] },
      { kind: 'extra', key: ['4'] },
    ]);
  });

  it('is empty for equal rows in another order', () => {
    expect(compareRows(rows(['1', 'a'], ['2', 'b']), rows(['2', 'b'], ['1', 'a']))).toEqual([]);
  });
});

describe('multisets', () => {
  it('differ by the copies of each row', () => {
    const source = new Map([
      ['a', 3n],
      ['b', 1n],
      ['c', 1n],
    ]);
    const target = new Map([
      ['a', 1n],
      ['b', 1n],
      ['d', 2n],
    ]);
    expect(surpluses(source, target)).toEqual([
      { digest: 'a', copies: 2n, onTarget: 1n },
      { digest: 'c', copies: 1n, onTarget: 0n },
      { digest: 'd', copies: -2n, onTarget: 2n },
    ]);
  });

  it('are counted in portions of a bounded number of rows', () => {
    const rows = (each: readonly bigint[]) => new Map(each.map((n, index) => [index + 1, { rows: n, digest: '1' }]));
    const source = rows([40_000n, 20_000n, 200_000n, 20_000n]);
    const target = rows([0n, 20_000n, 0n, 20_000n]);
    expect(portions([1, 2, 3, 4], source, target)).toEqual([[1, 2], [3], [4]]);
    expect(portions([], source, target)).toEqual([]);
  });

  it('never put into SQL what is no digest', () => {
    expect(() => aPlan([aColumn('id', 'int')]).rowsByDigest([1], ["x'"])).toThrow('digest');
  });
});

describe('evenParts', () => {
  it('covers the span without gap or overlap, at both ends of 64 bits', () => {
    const [first, last] = [-(2n ** 63n), 2n ** 63n - 1n];
    const parts = evenParts(first, last, 1_000_000n);
    const count = (last - first) / parts.width + 1n;
    expect(count).toBeLessThanOrEqual(2_000n);
    expect(partRange(parts, 0n).after).toEqual([String(first - 1n)]);
    expect(partRange(parts, count - 1n).upTo).toEqual([String(last)]);
    expect(partRange(parts, 1n).after).toEqual(partRange(parts, 0n).upTo);
  });

  it('has one key a part where there are more parts than keys', () => {
    expect(evenParts(1n, 3n, 100_000n).width).toBe(1n);
  });
});

describe('DifferenceLog', () => {
  const plan = aPlan([aColumn('id', 'int'), aColumn('name', 'varchar')]);
  const changed = { kind: 'changed', key: ['1'], source: ['1', '61'], target: ['1', null], position: '0-1-1' } as const;

  it('names key and columns, and keeps the values of the first rows only', async () => {
    const log = new DifferenceLog('shop.orders', { rows: 10, samples: 1, showValues: true });
    await log.add(changed, plan);
    await log.add({ ...changed, key: ['2'] }, plan);
    expect(log.rows).toEqual([
      {
        ...{ table: 'shop.orders', kind: 'changed', key: { id: '1' }, columns: ['name'], position: '0-1-1' },
        ...{ source: { id: '1', name: 'a' }, target: { id: '1', name: null } },
      },
      { table: 'shop.orders', kind: 'changed', key: { id: '2' }, columns: ['name'], position: '0-1-1' },
    ]);
  });

  it('stops at its limit and says that it is not complete', async () => {
    const log = new DifferenceLog('shop.orders', { rows: 1, samples: 0, showValues: true });
    await log.add(changed, plan);
    expect([log.isFull, log.isComplete]).toEqual([true, true]);
    await log.add({ ...changed, key: ['2'] }, plan);
    expect([log.rows.length, log.counts.changed, log.isComplete]).toEqual([1, 1, false]);
  });

  it('leaves values out when they must not be shown', async () => {
    const log = new DifferenceLog('shop.orders', { rows: 1, samples: 1, showValues: false });
    await log.add(changed, plan);
    expect(log.rows[0]).not.toHaveProperty('source');
  });

  it('tells a row once when its range is compared again', async () => {
    const told: string[] = [];
    const log = new DifferenceLog('shop.orders', undefined, ({ key }) => void told.push(key.join()));
    for (const id of ['1', '2', '1']) await log.add({ ...changed, key: [id] }, plan);
    expect(told).toEqual(['1', '2']);
    expect(log.counts).toEqual({ missing: 0, extra: 0, changed: 2 });
  });

  it('tells each copy of a row without a key once', async () => {
    const log = new DifferenceLog('shop.orders');
    const keyless = { ...plan, key: null };
    for (const onTarget of [0n, 1n, 0n, 1n])
      await log.add({ ...changed, kind: 'missing', key: [], copy: { digest: 'd', onTarget }, target: null }, keyless);
    expect(log.counts).toEqual({ missing: 2, extra: 0, changed: 0 });
  });

  it('keys a row by all its columns where there is no key', async () => {
    const log = new DifferenceLog('shop.orders');
    await log.add({ ...changed, kind: 'missing', key: [], target: null }, { ...plan, key: null });
    expect(log.rows[0]).toMatchObject({ key: { id: '1', name: 'a' }, hasKey: false });
  });

  it('numbers the rows of a table without a key where values must not be shown', async () => {
    const log = new DifferenceLog('shop.orders', { rows: 2, samples: 2, showValues: false });
    for (const name of ['61', '62'])
      await log.add(
        {
          ...{ ...changed, kind: 'missing', key: [], source: ['7', name], target: null },
          copy: { digest: name, onTarget: 0n },
        },
        { ...plan, key: null },
      );
    const described = { table: 'shop.orders', kind: 'missing', position: '0-1-1', hasKey: false };
    expect(log.rows).toEqual([
      { ...described, key: { row: '1' } },
      { ...described, key: { row: '2' } },
    ]);
  });

  it('forgets everything when the table is begun anew', async () => {
    const log = new DifferenceLog('shop.orders');
    await log.add(changed, plan);
    log.clear();
    expect([log.rows, log.counts.changed]).toEqual([[], 0]);
  });
});
