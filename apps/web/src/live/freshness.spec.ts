import { expect, it } from 'vitest';
import { ClockOffset } from './clock-offset.js';
import { isTooOld } from './freshness.js';

const at = '2026-11-20T03:00:00.000Z';
const atMs = Date.parse(at);

it('believes a sample of up to three intervals', () => expect(isTooOld(at, 5, atMs + 15_000)).toBe(false));
it('does not believe an older one', () => expect(isTooOld(at, 5, atMs + 15_001)).toBe(true));
it('does not believe what was never measured', () => expect(isTooOld(null, 5, atMs)).toBe(true));

it('tells the clock offset from the quickest message', () => {
  const offset = new ClockOffset();
  offset.add(at, atMs + 120);
  offset.add(at, atMs + 20);
  expect(offset.add(at, atMs + 300)).toBe(20);
});

it('does not take a late reading of old mail for a clock that is ahead', () => {
  const offset = new ClockOffset();
  offset.add(at, atMs + 15);
  expect(offset.add(at, atMs + 300_000)).toBe(15);
});

it('follows a clock that was set back at once', () => {
  const offset = new ClockOffset();
  offset.add(at, atMs);
  expect(offset.add(atMs, atMs - 60_000)).toBe(-60_000);
});
