import { Clock } from '../platform/clock.js';
import { FreezeBudget } from './freeze-budget.js';
import { FreezeHolder } from './freeze-holder.js';
import type { FreezeLock } from './freeze-proof-dialect.js';

/** Goes with the fake timers. */
class TimerClock extends Clock {
  override monotonicMs(): number {
    return Date.now();
  }
}

class FakeLock implements FreezeLock {
  isOpen = true;
  isHung = false;
  said = 0;
  keepAlive(): Promise<void> {
    this.said += 1;
    return this.isHung ? Promise.reject(new Error('gone')) : Promise.resolve();
  }
  release(): Promise<void> {
    this.isOpen = false;
    return Promise.resolve();
  }
}

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

function build(seconds: number) {
  const budget = new FreezeBudget(seconds, new TimerClock());
  const ends: string[] = [];
  const holder = new FreezeHolder(budget, (reason) => void ends.push(reason));
  const lock = new FakeLock();
  return { budget, ends, holder, lock };
}

it('says that it lives, and lets go at the end of the budget, not before', async () => {
  const { budget, ends, holder, lock } = build(9);
  await holder.freeze(() => Promise.resolve(lock));
  await jest.advanceTimersByTimeAsync(8_999);
  expect([holder.isHeld, lock.said, ends]).toEqual([true, 4, []]);
  await jest.advanceTimersByTimeAsync(2);
  expect([holder.isHeld, lock.isOpen, ends]).toEqual([false, false, ['the freeze budget of 9 s is over']]);
  expect(budget.reading()).toMatchObject({ isRunning: false });
  await jest.advanceTimersByTimeAsync(60_000);
  expect(ends).toHaveLength(1);
});

it('is released at once where the connection is lost', async () => {
  const { ends, holder, lock } = build(60);
  await holder.freeze(() => Promise.resolve(lock));
  lock.isHung = true;
  await jest.advanceTimersByTimeAsync(2_000);
  expect([holder.isHeld, ends]).toEqual([false, ['its connection was lost']]);
});

it('counts the time of an attempt that failed, and holds nothing', async () => {
  const { budget, ends, holder } = build(60);
  await expect(holder.freeze(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect([holder.isHeld, budget.isRunning, ends]).toEqual([false, false, []]);
  await holder.release('never mind');
  expect(ends).toEqual([]);
});
