import { LoginAttempts, waitAfter } from './login-attempts.js';
import { RecentEntries } from './recent-entries.js';

const policy = { freeFailures: 2, maxWaitMs: 10_000 };

describe('LoginAttempts', () => {
  it.each([
    [2, 0],
    [3, 1000],
    [4, 2000],
    [5, 4000],
    [7, 10_000],
    [5000, 10_000],
  ])('makes the next try wait after %d failures for %d ms', (failures, waitMs) => {
    expect(waitAfter(failures, policy)).toBe(waitMs);
  });

  it('counts each key by itself, and forgets it after the wait or a success', () => {
    const attempts = new LoginAttempts(policy);
    for (let i = 0; i < 4; i++) attempts.recordFailure('a', 1000);
    expect(attempts.waitSeconds('a', 1000)).toBe(2);
    expect(attempts.waitSeconds('b', 1000)).toBe(0);
    expect(attempts.waitSeconds('a', 2999)).toBe(1);
    expect(attempts.waitSeconds('a', 3000)).toBe(0);
    attempts.recordFailure('a', 3000);
    expect(attempts.waitSeconds('a', 3000)).toBe(4);
    attempts.forget('a');
    expect(attempts.waitSeconds('a', 3000)).toBe(0);
  });
});

describe('RecentEntries', () => {
  it('holds no more than its bound, dropping the oldest', () => {
    const entries = new RecentEntries<number>(2, 1000);
    for (const [index, key] of ['a', 'b', 'a', 'c'].entries()) entries.set(key, index, 0);
    expect([entries.size, entries.get('a', 0), entries.get('b', 0), entries.get('c', 0)]).toEqual([2, 2, undefined, 3]);
  });

  it('forgets after its lifetime', () => {
    const entries = new RecentEntries<number>(2, 1000);
    entries.set('a', 1, 500);
    expect(entries.get('a', 1499)).toBe(1);
    expect(entries.get('a', 1500)).toBeUndefined();
    expect(entries.size).toBe(0);
  });
});
