import type { RowDifference } from '@cutover/contracts';
import { countedRows } from './counted-rows.js';

const row = (kind: RowDifference['kind'], key: RowDifference['key'], hasKey?: boolean): RowDifference => ({
  ...{ table: 'shop.a', kind, key, position: null },
  ...(hasKey === undefined ? {} : { hasKey }),
});

it('says which rows, and leaves out the kinds there are none of', () => {
  expect(countedRows({ missing: 0, extra: 0, changed: 1 }, [row('changed', { id: '17' })])).toBe(
    '1 row changed (id 17)',
  );
  const rows = ['1', '2', '3'].map((id) => row('missing', { a: id, b: 'x' }));
  expect(countedRows({ missing: 3, extra: 2, changed: 0 }, rows)).toBe(
    '3 rows missing on the target (a 1 b x, a 2 b x, …), 2 rows on the target only',
  );
});

it('names no row of a table without a key, and keeps hostile or long keys to one short line', () => {
  expect(countedRows({ missing: 1, extra: 0, changed: 0 }, [row('missing', { row: '1' }, false)])).toBe(
    '1 row missing on the target',
  );
  const text = countedRows({ missing: 0, extra: 1, changed: 0 }, [row('extra', { k: `a\nb${'x'.repeat(99)}` })]);
  expect(text).toMatch(/^1 row on the target only \(k a·bx+…\)$/);
  expect(text.length).toBeLessThan(80);
});
