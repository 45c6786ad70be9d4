import { Pursuit, standstillMs } from './pursuit.js';

describe('Pursuit', () => {
  it('looks again at once while it is near and moving', () => {
    const pursuit = new Pursuit();
    expect(pursuit.pauseAfter({ atMs: 0, transactions: 20n })).toBe(0);
    expect(pursuit.pauseAfter({ atMs: 1, transactions: 19n })).toBe(0);
  });

  it('sleeps for most of the way when it is far, and a quarter of a second at most', () => {
    const pursuit = new Pursuit();
    expect(pursuit.pauseAfter({ atMs: 0, transactions: 1_000n })).toBe(5);
    const pauseMs = pursuit.pauseAfter({ atMs: 10, transactions: 900n });
    expect(pauseMs).toBeCloseTo((836 / 100) * 10 * 0.7);
    expect(pursuit.pauseAfter({ atMs: 11, transactions: 100_000n - 1n })).toBe(5);
    const slow = new Pursuit();
    slow.pauseAfter({ atMs: 0, transactions: 100_000n });
    expect(slow.pauseAfter({ atMs: 10, transactions: 99_990n })).toBe(250);
  });

  it('does not spin while nothing moves, and calls it a standstill in the end', () => {
    const pursuit = new Pursuit();
    pursuit.pauseAfter({ atMs: 0, transactions: 3n });
    expect(pursuit.pauseAfter({ atMs: 100, transactions: 3n })).toBe(10);
    expect(pursuit.pauseAfter({ atMs: 60_000, transactions: 3n })).toBe(250);
    expect(pursuit.isAtStandstill(standstillMs - 1)).toBe(false);
    expect(pursuit.isAtStandstill(standstillMs)).toBe(true);
    pursuit.restart(standstillMs);
    expect(pursuit.isAtStandstill(standstillMs + 1)).toBe(false);
  });
});
