import { bytesText, durationText } from './amounts-text.js';

it('says bytes in the largest unit', () =>
  expect([0, 1023, 1536, 251 * 1024 ** 2, 3.2 * 1024 ** 3].map(bytesText)).toEqual([
    '0 B',
    '1023 B',
    '1.5 KiB',
    '251 MiB',
    '3.2 GiB',
  ]));

it('says a duration in the unit that fits', () =>
  expect([0, 40.2, 119, 720, 12_600].map(durationText)).toEqual(['0 s', '41 s', '119 s', '12 min', '3.5 h']));
