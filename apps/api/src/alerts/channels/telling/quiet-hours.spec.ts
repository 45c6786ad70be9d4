import { isQuiet, type QuietHours } from './quiet-hours.js';

const at = (iso: string): number => Date.parse(iso);
const berlin = (from: string, to: string): QuietHours => ({ from, to, timeZone: 'Europe/Berlin', passCritical: true });

it.each([
  ['2026-01-10T20:59:00Z', false],
  ['2026-01-10T21:00:00Z', true],
  ['2026-01-10T23:30:00Z', true],
  ['2026-01-11T04:59:00Z', true],
  ['2026-01-11T05:00:00Z', false],
  // In summer the same clock shows its times an hour earlier.
  ['2026-07-10T20:00:00Z', true],
  ['2026-07-11T04:00:00Z', false],
])('from 22:00 to 06:00 in Berlin: %s is %s', (iso, quiet) => {
  expect(isQuiet(berlin('22:00', '06:00'), at(iso))).toBe(quiet);
});

it('knows hours within a day, and none', () => {
  expect(isQuiet(berlin('12:00', '13:00'), at('2026-01-10T11:30:00Z'))).toBe(true);
  expect(isQuiet(berlin('12:00', '13:00'), at('2026-01-10T12:00:00Z'))).toBe(false);
  expect(isQuiet(undefined, 0)).toBe(false);
});
