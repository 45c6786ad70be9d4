import { formatLsn, logEndBefore, readLsn } from './lsn.js';
import { postgresPositions } from './postgres-positions.js';

it.each([
  ['0/0', 0n],
  ['0/1A', 26n],
  ['1/0', 4_294_967_296n],
  ['16/B374D848', 97_500_059_720n],
])('reads %s', (text, bytes) => expect(readLsn(text)).toBe(bytes));

it.each(['', '0', '0/', 'G/0', '0/123456789', '0-1-5'])('refuses %j', (text) =>
  expect(() => readLsn(text)).toThrow('is no position'),
);

it('compares by bytes, not by text', () => {
  expect(postgresPositions.hasReached('1/0', '0/FFFFFFFF')).toBe(true);
  expect(postgresPositions.hasReached('0/9', '0/10')).toBe(false);
  expect(postgresPositions.hasReached('0/10', '0/10')).toBe(true);
});

it.each(['0/0', '0/1A', '1/0', '16/B374D848'])('prints %s as it was read', (text) =>
  expect(formatLsn(readLsn(text))).toBe(text),
);

it.each([
  ['behind the header of a page', '0/3002018', '0/3002000'],
  ['behind the header of a file', '0/3000028', '0/3000000'],
  ['in the middle of a page', '0/3002A40', '0/3002A40'],
  ['at the end of a page', '0/3002000', '0/3002000'],
])('finds where the log ends before a place %s', (_, place, end) =>
  expect(formatLsn(logEndBefore(readLsn(place)))).toBe(end),
);
