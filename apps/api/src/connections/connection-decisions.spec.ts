import { afterFailure, afterSuccess, initialHealth } from './connection-health.js';
import { defaultRetryPlan, retryDelayMs } from './retry-delay.js';

const fault = { code: 'ECONNREFUSED', headline: 'no', message: 'no', action: 'look' };

describe('health', () => {
  const fail = (times: number, from = initialHealth('t0')) => {
    let health = from;
    for (let i = 1; i <= times; i++) health = afterFailure(health, `t${i}`, fault, defaultRetryPlan);
    return health;
  };

  it('is connecting for two failures and down at the third', () => {
    expect(fail(2)).toMatchObject({ state: 'connecting', since: 't0', failedAttempts: 2, lastFault: fault });
    expect(fail(3)).toMatchObject({ state: 'down', since: 't3' });
    expect(fail(9)).toMatchObject({ state: 'down', since: 't3', failedAttempts: 9 });
  });

  it('goes down at the first failure after it was up, and keeps the fault after recovery', () => {
    const up = afterSuccess(initialHealth('t0'), 't1', 2);
    expect(fail(1, up)).toMatchObject({ state: 'down', latencyMs: null, lastSeenAt: 't1' });
    expect(afterSuccess(fail(1, up), 't5', 3)).toMatchObject({
      state: 'up',
      since: 't5',
      lastFault: fault,
      failedAttempts: 0,
    });
    expect(afterSuccess(up, 't2', 4)).toMatchObject({ since: 't1', lastSeenAt: 't2', latencyMs: 4 });
  });
});

it('pauses 5 s, 10 s, then 15 s for ever, up to a fifth shorter', () => {
  expect([1, 2, 3, 4, 100_000].map((n) => retryDelayMs(defaultRetryPlan, n, 0))).toEqual([
    5_000, 10_000, 15_000, 15_000, 15_000,
  ]);
  expect(retryDelayMs(defaultRetryPlan, 1, 0.999)).toBeGreaterThanOrEqual(4_000);
});
