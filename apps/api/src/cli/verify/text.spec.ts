import { countText, durationText } from './text.js';

it.each([
  ['0', '0'],
  ['999', '999'],
  ['1000', '1,000'],
  ['18446744073709551615', '18,446,744,073,709,551,615'],
])('groups %s as %s', (digits, text) => expect(countText(digits)).toBe(text));

it.each([
  [0, '0.0 s'],
  [9_940, '9.9 s'],
  [12_400, '12 s'],
  [59_700, '1 min 00 s'],
  [185_000, '3 min 05 s'],
  [7_800_000, '2 h 10 min'],
])('says %d ms as %s', (ms, text) => expect(durationText(ms)).toBe(text));
