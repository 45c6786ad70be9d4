import type { ParityDifference } from '@cutover/contracts';
import { parityQuerySchema } from '@cutover/contracts';
import { pageOfDifferences } from './difference-page.js';

const difference = (id: string, change: Partial<ParityDifference> = {}): ParityDifference => ({
  ...{ id, area: 'schema', kind: 'index', object: `shop.${id}`, part: null, source: 'a', target: 'b', why: 'so' },
  ...{ mend: null, blocks: true },
  ...change,
});
const page = (all: ParityDifference[], query: object) => pageOfDifferences(all, parityQuerySchema.parse(query));
const ids = ({ differences }: ReturnType<typeof page>): string[] => differences.map(({ id }) => id);

it('has what blocks first, then by name, and goes on where the page before ended', () => {
  const all = [difference('a', { blocks: false }), difference('c'), difference('b'), difference('d')];
  const first = page(all, { limit: 2 });
  expect(ids(first)).toEqual(['b', 'c']);
  expect(first.total).toBe(4);
  const rest = page(all, { limit: 2, cursor: first.nextCursor });
  expect(ids(rest)).toEqual(['d', 'a']);
  expect(rest.nextCursor).toBeNull();
  // One that was shown already is mended meanwhile.
  expect(ids(page(all.slice(0, 2), { limit: 2, cursor: first.nextCursor }))).toEqual(['a']);
});

it('finds by area, and by the name of the object or its part', () => {
  const all = [difference('a', { area: 'accounts' }), difference('b', { part: 'index By_Day' }), difference('c')];
  expect(ids(page(all, { area: 'accounts' }))).toEqual(['a']);
  expect(ids(page(all, { search: 'by_DAY' }))).toEqual(['b']);
  expect(page(all, { search: 'nothing' })).toMatchObject({ differences: [], total: 0, nextCursor: null });
});

it('refuses a cursor of another list', () => {
  expect(() => page([], { cursor: 'bm9wZQ' })).toThrow('cursor is not one of ours');
  expect(() => page([], { cursor: Buffer.from('tshop.a').toString('base64url') })).toThrow('cursor is not one of ours');
});
