import { holdsPosition } from './position-tables.js';

const row = (domain: string, sequence: string) => ({ domain, subId: '1', serverId: '1', sequence });

it.each([
  ['', [], true],
  ['0-1-5', [row('0', '4'), row('0', '5')], true],
  ['0-1-5', [row('0', '6')], true],
  ['0-1-5', [row('0', '4')], false],
  ['0-1-5,1-1-3', [row('0', '5')], false],
  ['0-1-5, 1-1-3', [row('0', '5'), row('1', '3')], true],
  ['0-1-18446744073709551615', [row('0', '18446744073709551614')], false],
])('the count %j is held by %j: %s', (counted, rows, expected) => {
  expect(holdsPosition(rows, counted)).toBe(expected);
});
