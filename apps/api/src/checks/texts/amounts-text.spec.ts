import { bytesText, durationText } from './amounts-text.js';

it('says bytes in the largest unit', () =>
  expect([0, 999, 1500, 251e6, 3.2e9].map(bytesText)).toEqual(['0 B', '999 B', '1.5 kB', '251 MB', '3.2 GB']));

it('says a duration in the unit that fits', () =>
  expect([0, 40.2, 119, 720, 12_600].map(durationText)).toEqual(['0 s', '41 s', '119 s', '12 min', '3.5 h']));
