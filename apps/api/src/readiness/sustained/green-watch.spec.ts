import { greenMs, longestLookGapMs, look, type GreenWatch, type Moment } from './green-watch.js';

const gapMs = longestLookGapMs(5);
const startMs = Date.parse('2026-01-01T00:00:00.000Z');

/** So long after the start; `jumpMs`: the wall clock jumped. `sleptMs`: the machine slept. */
function after(ms: number, { jumpMs = 0, sleptMs = 0 } = {}): Moment {
  return {
    nowIso: new Date(startMs + ms + jumpMs + sleptMs).toISOString(),
    monotonicMs: 7 + ms,
    bootMs: 99 + ms + sleptMs,
  };
}

/** Looks every 5 s, each time with what the test says. */
function watch(obstacles: readonly (string | null)[], fromMs = 0, before: GreenWatch | null = null): GreenWatch {
  return obstacles.reduce<GreenWatch | null>(
    (last, obstacle, index) => look(last, obstacle, after(fromMs + index * 5000), gapMs),
    before,
  )!;
}

const green = (times: number): null[] => Array.from({ length: times }, () => null);

it('counts from the first look at which all passed', () => {
  expect(greenMs(watch(green(4)), after(15_000), gapMs)).toBe(15_000);
  expect(greenMs(watch(['lag', 'lag', ...green(3)]), after(20_000), gapMs)).toBe(10_000);
  expect(greenMs(watch([null, 'lag']), after(5000), gapMs)).toBeNull();
});

it('begins anew after a break, and says what it was', () => {
  const flapped = watch([...green(5), 'lag is 14 s', null, null]);
  expect(greenMs(flapped, after(35_000), gapMs)).toBe(5000);
  expect(flapped.brokenBy).toEqual({ at: after(25_000).nowIso, what: 'lag is 14 s' });
});

it('knows of no break where it has not been green before', () =>
  expect(watch(['down', 'lag', null]).brokenBy).toBeNull());

it.each([3_600_000, -3_600_000])('takes no notice of a wall clock that jumps by %d ms', (jumpMs) => {
  const jumped = look(watch(green(3)), null, after(15_000, { jumpMs }), gapMs);
  expect(greenMs(jumped, after(20_000, { jumpMs }), gapMs)).toBe(20_000);
  expect(jumped.unwatched).toBeNull();
});

it('begins anew after a time in which nobody looked', () => {
  const late = look(watch(green(3)), null, after(10_000 + gapMs + 1), gapMs);
  expect(late.unwatched).toEqual({ from: after(10_000).nowIso, to: after(10_000 + gapMs + 1).nowIso });
  expect(greenMs(late, after(10_000 + gapMs + 1), gapMs)).toBe(0);
  expect(late.brokenBy?.what).toBe('nobody watched for a time');
  expect(look(watch(green(3)), null, after(10_000 + gapMs), gapMs).unwatched).toBeNull();
});

it('begins anew after the machine slept, though the monotonic clock stood still', () => {
  const woken = look(watch(green(3)), null, after(15_000, { sleptMs: 3_600_000 }), gapMs);
  expect(woken.unwatched).not.toBeNull();
  expect(greenMs(woken, after(15_000, { sleptMs: 3_600_000 }), gapMs)).toBe(0);
});

it('counts nothing for who asks after a gap that no look has noticed yet', () =>
  expect(greenMs(watch(green(3)), after(10_001 + gapMs), gapMs)).toBe(0));

it('allows for three looks where they are far apart', () => expect(longestLookGapMs(300)).toBe(900_000));
