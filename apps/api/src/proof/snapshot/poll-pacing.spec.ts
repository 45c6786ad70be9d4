import { PollPacing, standstillMs } from './poll-pacing.js';

describe('PollPacing', () => {
  it('looks again at once while it is near and moving', () => {
    const pacing = new PollPacing(64n);
    expect(pacing.pauseAfter({ atMs: 0, distance: 20n })).toBe(0);
    expect(pacing.pauseAfter({ atMs: 1, distance: 19n })).toBe(0);
  });

  it('sleeps for most of the way when it is far, and a quarter of a second at most', () => {
    const pacing = new PollPacing(64n);
    expect(pacing.pauseAfter({ atMs: 0, distance: 1_000n })).toBe(5);
    const pauseMs = pacing.pauseAfter({ atMs: 10, distance: 900n });
    expect(pauseMs).toBeCloseTo((836 / 100) * 10 * 0.7);
    expect(pacing.pauseAfter({ atMs: 11, distance: 100_000n - 1n })).toBe(5);
    const slow = new PollPacing(64n);
    slow.pauseAfter({ atMs: 0, distance: 100_000n });
    expect(slow.pauseAfter({ atMs: 10, distance: 99_990n })).toBe(250);
  });

  it('does not spin while nothing moves, and calls it a standstill in the end', () => {
    const pacing = new PollPacing(64n);
    pacing.pauseAfter({ atMs: 0, distance: 3n });
    expect(pacing.pauseAfter({ atMs: 100, distance: 3n })).toBe(10);
    expect(pacing.pauseAfter({ atMs: 60_000, distance: 3n })).toBe(250);
    expect(pacing.isAtStandstill(standstillMs - 1)).toBe(false);
    expect(pacing.isAtStandstill(standstillMs)).toBe(true);
    pacing.restart(standstillMs);
    expect(pacing.isAtStandstill(standstillMs + 1)).toBe(false);
  });
});
