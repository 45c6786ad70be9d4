import type { WatchedTable } from '../../../tables/tables.service.js';
import { chooseTables } from './choose-tables.js';

const table = (name: string): WatchedTable => ({
  id: `shop.${name}`,
  database: 'shop',
  name,
  source: null,
  target: null,
});
const watched = [table('a'), table('b'), table('we.ird `n')];

describe('chooseTables', () => {
  it('takes all without names, and the named ones once in catalog order', () => {
    expect(chooseTables(watched, undefined)).toEqual(watched);
    expect(chooseTables(watched, ['shop.we.ird `n', 'shop.a', 'shop.a']).map(({ name }) => name)).toEqual([
      'a',
      'we.ird `n',
    ]);
  });

  it('names every unknown table with its place in the request', () => {
    const choose = (): unknown => chooseTables(watched, ['shop.a', 'shop.x', 'other.a']);
    expect(choose).toThrow(
      expect.objectContaining({
        ...{ status: 400, code: 'TABLE_UNKNOWN' },
        details: [
          { path: 'tables.1', message: '"shop.x" is not a watched table' },
          { path: 'tables.2', message: '"other.a" is not a watched table' },
        ],
      }),
    );
  });
});
