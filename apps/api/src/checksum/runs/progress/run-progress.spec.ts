import { ended, newRun, withCurrent } from './run-progress.js';

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
