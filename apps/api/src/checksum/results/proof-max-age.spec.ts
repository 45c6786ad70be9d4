import { proofMaxAgeMs } from './proof-max-age.js';

it('lets a proof count for two rounds, or a day and two hours where there is no interval', () => {
  expect(proofMaxAgeMs(60, undefined)).toBe((2 * 60 + 10) * 60_000);
  expect(proofMaxAgeMs(60, '0 2 * * *')).toBe(93_600_000);
  expect(proofMaxAgeMs(0, undefined)).toBe(93_600_000);
});
