import { expect, it } from 'vitest';
import { summarise } from './chart-summary.js';

it('keeps the extremes and the last value of each stretch', () => {
  const rows = summarise([0, 1, 2, 3], [5, 1, null, 9], 2);
  expect(rows.map(({ smallest, largest, last }) => [smallest, largest, last])).toEqual([
    [1, 5, 1],
    [9, 9, 9],
  ]);
});
it('says unknown of a stretch without a value', () =>
  expect(summarise([0, 1], [null, null], 1)[0]).toMatchObject({ smallest: null, last: null }));
it('counts a lower bound where one is known, and says so', () =>
  expect(summarise([0, 1, 2], [4, null, null], 1, [null, 9, null])[0]).toMatchObject({
    largest: 9,
    last: 9,
    isAtLeast: true,
  }));
it('says nothing of an empty chart', () => expect(summarise([], [], 12)).toEqual([]));
