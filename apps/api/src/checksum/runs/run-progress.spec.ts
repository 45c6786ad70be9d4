import { ended, newRun, withCurrent, worstVerdict } from './run-progress.js';

describe('worstVerdict', () => {
  it('lets one bad table speak for the run, and nothing for none', () => {
    expect(worstVerdict([])).toBeNull();
    expect(worstVerdict(['matched', 'lagging'])).toBe('lagging');
    expect(worstVerdict(['unverified', 'lagging', 'matched'])).toBe('unverified');
    expect(worstVerdict(['matched', 'diverged', 'unverified'])).toBe('diverged');
  });
});

describe('a run', () => {
  it('has nothing current once it has ended', () => {
    const run = newRun({
      ...{ id: 'r', migration: 'shop', trigger: 'request', tables: 2 },
      now: 'then',
    });
    expect(ended(withCurrent(run, 'shop.a'), 'cancelled', 'why', 'now')).toMatchObject({
      ...{
        state: 'cancelled',
        reason: 'why',
        finishedAt: 'now',
        verdict: null,
        tables: { total: 2, done: 0, current: [] },
      },
    });
  });
});
