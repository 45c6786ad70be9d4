import { chooseHotTables, type HotTableChoice } from './choose-hot-tables.js';

const written = [
  { table: 'shop.orders', why: 'last written 2026-01-01T00:00:09Z' },
  { table: 'other.log', why: 'last written 2026-01-01T00:00:08Z' },
  { table: 'shop.items', why: 'last written 2026-01-01T00:00:07Z' },
];
const choose = (change: Partial<HotTableChoice> = {}) =>
  chooseHotTables({
    ...{ requested: undefined, watched: ['shop.orders', 'shop.items', 'shop.quiet'], written },
    ...{ tookMs: new Map<string, number>(), leftMs: 60_000 },
    ...change,
  });

it('takes the watched tables written last, with the reason', () => {
  const { chosen, leftOut } = choose();
  expect(chosen.map(({ table }) => table)).toEqual(['shop.orders', 'shop.items']);
  expect(chosen[0]?.why).toBe('last written 2026-01-01T00:00:09Z');
  expect(leftOut).toEqual([]);
});

it('takes those that were asked for, and no others', () =>
  expect(choose({ requested: ['shop.quiet'] }).chosen).toEqual([{ table: 'shop.quiet', why: 'named in the request' }]));

it('names what is too large for the freeze, and goes on with what is not', () => {
  const { chosen, leftOut } = choose({ tookMs: new Map([['shop.orders', 45_000]]) });
  expect(chosen.map(({ table }) => table)).toEqual(['shop.items']);
  expect(leftOut).toEqual([{ table: 'shop.orders', why: expect.stringContaining('took 45 s') }]);
});

it('takes the quickest where nothing tells what was written', () => {
  const tookMs = new Map([
    ['shop.orders', 900],
    ['shop.items', 100],
    ['shop.quiet', 500],
  ]);
  expect(choose({ written: [], tookMs }).chosen.map(({ table }) => table)).toEqual([
    'shop.items',
    'shop.quiet',
    'shop.orders',
  ]);
});

it('takes ten at most', () => {
  const many = Array.from({ length: 30 }, (_, n) => ({ table: `shop.t${n}`, why: 'then' }));
  expect(choose({ written: many, watched: many.map(({ table }) => table) }).chosen).toHaveLength(10);
});
