import { compareCounters } from './compare-counters.js';
import type { SchemaCounter } from './schema-object.js';

const counter = (next: bigint, change: Partial<SchemaCounter> = {}): SchemaCounter => ({
  ...{ database: 'shop', object: 'shop.a', part: 'AUTO_INCREMENT of id', next, largest: 2n ** 31n - 1n },
  ...{ isDescending: false, cycles: false, mayBeAhead: 1_000n },
  raiseTo: (to) => [`RAISE TO ${to}`],
  ...change,
});
const script = (statements: readonly string[]): string[] => statements.map((statement) => `${statement};`);
const compare = (source: SchemaCounter, target: SchemaCounter) => compareCounters([source], [target], script);

it.each([
  ['equal', 5n, 5n],
  ['ahead on the target', 5n, 9n],
])('says nothing of counters that are %s', (_, source, target) =>
  expect(compare(counter(source), counter(target))).toEqual([]),
);

it.each([
  ['a thousand numbers', 1_500n, 500n, false],
  ['more', 1_501n, 500n, true],
  ['a tenth of many', 1_000_000n, 900_000n, false],
  ['more of many', 1_000_000n, 899_999n, true],
])('a target that is behind by %s', (_, source, target, blocks) => {
  const [told, ...more] = compare(counter(source), counter(target));
  expect(more).toEqual([]);
  expect(told).toMatchObject({ kind: 'counter', blocks, mend: { statements: [`RAISE TO ${source};`] } });
});

it('takes what a bulk INSERT has reserved and not used for ordinary', () => {
  // INSERT … SELECT of 5,000 rows, as 10.5 to 11.8 leave both sides with replication by rows.
  const reserved = { mayBeAhead: 65_536n };
  expect(compare(counter(8192n, reserved), counter(5001n))).toMatchObject([{ kind: 'counter', blocks: false }]);
  expect(compare(counter(70_538n, reserved), counter(5001n))).toMatchObject([{ kind: 'counter', blocks: true }]);
});

it('knows that a sequence may count down', () => {
  const down = { isDescending: true };
  expect(compare(counter(-5000n, down), counter(-1n, down))).toMatchObject([{ kind: 'counter', blocks: true }]);
  expect(compare(counter(-1n, down), counter(-5000n, down))).toEqual([]);
});

it('says that numbers come to their end, which is no difference', () => {
  const narrow = { largest: 127n };
  expect(compare(counter(101n, narrow), counter(101n, narrow))).toEqual([]);
  const [told] = compare(counter(102n, narrow), counter(102n, narrow));
  expect(told).toMatchObject({ kind: 'headroom', source: '102 of 127', mend: null, blocks: false });
  expect(told?.why).toMatch(/^80 % of the numbers are used up/);
  const again = { ...narrow, cycles: true };
  expect(compare(counter(127n, again), counter(127n, again))).toEqual([]);
  expect(compare(counter(5n, { largest: 0n }), counter(5n, { largest: 0n }))).toEqual([]);
});
