import { lastNumberToSet } from './last-number.js';
import type { SideSequence } from './sequences-dialect.js';

const sequence = (change: Partial<SideSequence>): SideSequence => ({
  ...{
    schema: 'public',
    name: 'ids',
    owner: null,
    start: 1n,
    increment: 1n,
    smallest: 1n,
    largest: 9_223_372_036_854_775_807n,
  },
  ...{ cycles: false, next: 1n, inColumn: null },
  ...change,
});

it.each<[string, Partial<SideSequence>, bigint | null, bigint]>([
  ['1,000 numbers of a young one', { next: 31n }, null, 1_030n],
  ['a tenth of what was given out so far', { next: 5_000_001n }, null, 5_500_000n],
  ['whole steps of one that leaves numbers to others', { next: 35n, start: 5n, increment: 10n }, null, 10_025n],
  [
    'downwards for one that counts down',
    { next: -51n, start: -1n, increment: -1n, smallest: -1_000_000n, largest: -1n },
    null,
    -1_050n,
  ],
  ['no more than a tenth of what is left', { next: 81n, largest: 100n }, null, 82n],
  ['nothing at its end', { next: 101n, largest: 100n }, null, 100n],
  ['at least what stands in the column', { next: 31n }, 70_000n, 70_000n],
  [
    'what stands in the column, downwards too',
    { next: -51n, start: -1n, increment: -1n, smallest: -1_000_000n, largest: -1n },
    -70_000n,
    -70_000n,
  ],
  ['past what stands in the column where that is less', { next: 31n }, 12n, 1_030n],
])('leaves out %s', (_, change, inColumn, last) => {
  expect(lastNumberToSet(sequence(change), inColumn)).toBe(last);
});

it('sets nothing by a value that is not known', () => {
  expect(lastNumberToSet(sequence({ next: null }), 70_000n)).toBeNull();
});
