import { parseTableName, printTableName } from './table-name.js';

it.each([
  ['shop.orders', { database: 'shop', name: 'orders' }],
  ['shop.orders.2026', { database: 'shop', name: 'orders.2026' }],
  ['shop.tick`s and spaces', { database: 'shop', name: 'tick`s and spaces' }],
])('%s is read at its first dot, and printed as it was', (text, name) => {
  expect(parseTableName(text)).toEqual(name);
  expect(printTableName(parseTableName(text))).toBe(text);
});

it('without a dot the whole text is the table', () => {
  expect(parseTableName('orders')).toEqual({ database: '', name: 'orders' });
});
