import { checksum } from '../../../test/support/some-evidence.js';
import { pageOfResults } from './result-page.js';

const results = [
  checksum('crm.Mail', 'matched'),
  checksum('shop.carts', 'diverged'),
  checksum('shop.orders', 'matched'),
  checksum('shop.users', 'unverified'),
];
const tables = (page: ReturnType<typeof pageOfResults>): string[] => page.results.map(({ table }) => table);

describe('pageOfResults', () => {
  it('leads from page to page without losing or repeating a table', () => {
    const first = pageOfResults(results, { limit: 3 });
    const second = pageOfResults(results, { limit: 3, cursor: first.nextCursor ?? '' });
    expect([...tables(first), ...tables(second)]).toEqual(results.map(({ table }) => table));
    expect([first.total, second.total, second.nextCursor]).toEqual([4, 4, null]);
  });

  it('goes on after the last table, even when that table is gone by then', () => {
    const { nextCursor } = pageOfResults(results, { limit: 2 });
    const left = results.filter(({ table }) => table !== 'shop.carts');
    expect(tables(pageOfResults(left, { limit: 9, cursor: nextCursor ?? '' }))).toEqual(['shop.orders', 'shop.users']);
  });

  it('keeps one verdict and a part of a name, and counts all verdicts that the name finds', () => {
    const page = pageOfResults(results, { limit: 9, state: 'matched', search: 'SHOP.' });
    expect(tables(page)).toEqual(['shop.orders']);
    expect(page.total).toBe(1);
    expect(page.counts).toEqual({ matched: 1, lagging: 0, diverged: 1, unverified: 1 });
  });

  it('refuses a cursor that is not ours, naming the parameter', () => {
    expect(() => pageOfResults(results, { limit: 1, cursor: 'AAAA' })).toThrow(
      expect.objectContaining({
        status: 400,
        code: 'INPUT_INVALID',
        details: [expect.objectContaining({ path: 'cursor' })],
      }),
    );
  });
});
