import { skippedTables } from './coverage.js';
import { skippedText } from './skipped-text.js';

const ids = (count: number): string[] => Array.from({ length: count }, (_, index) => `shop.t${index}`);

it('counts all that is skipped and names the first ones', () => {
  const [excluded, view] = skippedTables({ view: ['shop.v'], excluded: ids(30), 'not-asked-for': [] });
  expect([excluded?.reason, excluded?.count, excluded?.tables.length]).toEqual(['excluded', 30, 20]);
  expect(view).toMatchObject({ reason: 'view', count: 1, tables: ['shop.v'] });
});

it.each([
  [1, '1 left out by excludeTables (shop.t0)'],
  [3, '3 left out by excludeTables (shop.t0, shop.t1, shop.t2)'],
  [25, '25 left out by excludeTables (shop.t0, shop.t1, shop.t2, and 22 more)'],
])('says %i of them to people', (count, text) => {
  expect(skippedTables({ excluded: ids(count) }).map(skippedText)).toEqual([text]);
});
