import { expect, it } from 'vitest';
import { sharedReasons } from './shared-reasons.js';

const said = (...reasons: string[]): [string, number][] =>
  [...sharedReasons(reasons.map((reason, index) => ({ table: `shop.t${index}`, reason }))).values()].map(
    ({ text, tables }) => [text, tables.length],
  );

it('says once what differs only in the GTID and in how far it was away', () =>
  expect(
    said(
      'the target is 12 transactions behind 0-1-500, and did not reach it in time',
      'the target is 1 transaction behind 0-1-1002, and did not reach it in time',
      'the target is 12 transactions behind 0-1-500, and did not reach it in time',
    ),
  ).toEqual([['the target is 1 to 12 transactions behind 0-1-500 to 0-1-1002, and did not reach it in time', 3]]));

it('leaves a reason as it is when all tables have the same', () =>
  expect(said('behind 0-1-500', 'behind 0-1-500')).toEqual([['behind 0-1-500', 2]]));

it.each([
  ['a list of domains', 'behind 0-1-500,1-1-7', 'behind 0-1-501,1-1-7'],
  ['other servers', 'behind 0-1-500', 'behind 0-2-501'],
  [
    'a GTID set of MySQL',
    'behind 3e11fa47-71ca-11e1-9e33-c80aa9429562:1-5',
    'behind 3e11fa47-71ca-11e1-9e33-c80aa9429562:1-9',
  ],
  ['an LSN', 'behind 16/B374D848', 'behind 16/B374D9A0'],
])('counts positions that no range can hold: %s', (_, one, other) =>
  expect(said(one, other)).toEqual([['behind 2 different positions', 2]]),
);

it('keeps reasons apart that differ in what was found', () =>
  expect(
    said('1 row changed (id 17)', '1 row changed (id 18)', 'The target has 5 rows', 'The target has 6 rows'),
  ).toEqual([]));
