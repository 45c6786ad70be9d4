import { isOnlyBySystem, isPastLifetime } from './attributes.js';

const day = 86_400;

it.each<[string, Parameters<typeof isPastLifetime>[0], boolean]>([
  ['its last day', { lifetimeDays: 30, defaultDays: 0, changedAt: day, now: 31 * day - 1 }, false],
  ['the day after', { lifetimeDays: 30, defaultDays: 0, changedAt: day, now: 31 * day }, true],
  ['the default', { lifetimeDays: null, defaultDays: 30, changedAt: day, now: 31 * day }, true],
  ['no default', { lifetimeDays: null, defaultDays: 0, changedAt: day, now: 999 * day }, false],
  ['for ever', { lifetimeDays: 0, defaultDays: 30, changedAt: day, now: 999 * day }, false],
  ['never changed', { lifetimeDays: 30, defaultDays: 0, changedAt: null, now: 999 * day }, true],
])('knows whether a password is past its lifetime: %s', (_, age, isPast) => expect(isPastLifetime(age)).toBe(isPast));

it('takes an account for one of the system where there is no other way to log in', () => {
  expect(isOnlyBySystem(['unix_socket'])).toBe(true);
  expect(isOnlyBySystem(['mysql_native_password', 'unix_socket'])).toBe(false);
  expect(isOnlyBySystem([])).toBe(false);
});
