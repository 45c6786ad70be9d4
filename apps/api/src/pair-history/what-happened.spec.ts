import type { SideLook } from './pair-look.js';
import { watchGap, longestGapMs } from './watch-gap.js';
import { whatHappened } from './what-happened.js';

const side = (change: Partial<SideLook> = {}): SideLook => ({
  ...{ at: '2026-01-01T00:00:00.000Z', identity: 'a', title: 'server a', facts: {} },
  ...change,
});
const nothing = { onSource: () => null, onTarget: () => null };

it.each(['source', 'target'] as const)('sees another server as the %s', (role) => {
  const before = { source: side(), target: side() };
  const after = { ...before, [role]: side({ identity: 'b', title: 'server b' }) };
  expect(whatHappened(before, after, nothing)).toEqual({
    reason: `another server answers as the ${role}: server b, where it was server a`,
    voids: 'everything',
  });
  expect(whatHappened(before, before, nothing)).toBeNull();
  expect(whatHappened({ ...before, [role]: null }, after, nothing)).toBeNull();
});

it('compares a side that did not answer when it answers again', () => {
  const seen: string[] = [];
  const dialect = { onSource: () => null, onTarget: () => (seen.push('target'), null) };
  const before = { source: side(), target: side() };
  whatHappened(before, { ...before, source: side({ at: 'later' }) }, dialect);
  expect(seen).toEqual([]);
  whatHappened(before, { ...before, target: side({ at: 'later' }) }, dialect);
  expect(seen).toEqual(['target']);
});

describe('a time in which nobody looked at the target', () => {
  const gap = (elapsedMs: number, isUntouched = false) =>
    watchGap(side(), side({ at: '2026-01-01T00:20:00.000Z' }), { elapsedMs, longestMs: longestGapMs(5), isUntouched });

  it('makes proofs void when it was too long', () => {
    expect(gap(300_000)).toBeNull();
    expect(gap(300_001)?.reason).toMatch(/^nobody watched the target from 2026-01-01T00:00:00.000Z to .*00:20/);
  });

  it('does not when the server proves that replication was not touched', () => {
    expect(gap(3_600_000, true)).toBeNull();
  });

  it('may be as long as three looks where those are far apart', () => {
    expect(longestGapMs(1)).toBe(300_000);
    expect(longestGapMs(300)).toBe(900_000);
  });
});
