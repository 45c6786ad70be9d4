import { nextDelayMs, WatchLoop } from './watch-loop.js';

/** A clock and a timer that move only when told. */
class FakeTime {
  nowMs = 0;
  due: { atMs: number; run: () => void } | null = null;
  monotonicMs = (): number => this.nowMs;
  setTimer = (run: () => void, delayMs: number): unknown => (this.due = { atMs: this.nowMs + delayMs, run });
  clearTimer = (): void => void (this.due = null);

  async advanceToNext(): Promise<void> {
    const due = this.due;
    if (!due) throw new Error('nothing is scheduled');
    this.due = null;
    this.nowMs = due.atMs;
    due.run();
    for (let i = 0; i < 10; i++) await Promise.resolve();
  }
}

function makeLoop(round: (signal: AbortSignal) => Promise<void>) {
  const time = new FakeTime();
  const failures: unknown[] = [];
  const loop = new WatchLoop(1000, {
    round,
    onFailure: (error) => failures.push(error),
    clock: time,
    setTimer: time.setTimer,
    clearTimer: time.clearTimer,
    random: () => 0.5,
  });
  return { loop, time, failures };
}

describe('WatchLoop', () => {
  it('goes on after a failed round', async () => {
    let rounds = 0;
    const { loop, time, failures } = makeLoop(async () => {
      rounds++;
      if (rounds === 1) throw new Error('server gone');
    });
    loop.start(0);
    await time.advanceToNext();
    await time.advanceToNext();
    expect(rounds).toBe(2);
    expect(failures).toHaveLength(1);
  });

  it('never runs beside itself', async () => {
    let running = 0;
    let most = 0;
    let release = (): void => undefined;
    const { loop } = makeLoop(async () => {
      running++;
      most = Math.max(most, running);
      await new Promise<void>((resolve) => (release = resolve));
      running--;
    });
    const first = loop.runNow();
    const second = loop.runNow();
    release();
    await Promise.all([first, second]);
    expect(most).toBe(1);
  });

  it('aborts the round under way when it stops, and schedules no more', async () => {
    const { loop, time, failures } = makeLoop(
      (signal) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('aborted')))),
    );
    loop.start(0);
    await time.advanceToNext();
    await loop.stop();
    for (let i = 0; i < 10; i++) await Promise.resolve();
    expect(time.due).toBeNull();
    expect(failures).toEqual([]);
  });

  it('leaves rest between rounds that take longer than the interval', () => {
    expect(nextDelayMs(1000, 5000, 0.5)).toBe(200);
    expect(nextDelayMs(1000, 300, 0.5)).toBe(700);
  });

  it('spreads rounds by a tenth of the interval', () => {
    expect(nextDelayMs(1000, 0, 0)).toBe(950);
    expect(nextDelayMs(1000, 0, 0.999)).toBeCloseTo(1049.9);
  });

  it('aborts a round whose time is bounded when it stops, too', async () => {
    const signals: AbortSignal[] = [];
    const loop = new WatchLoop(1000, {
      round: (signal) => {
        signals.push(signal);
        return new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('aborted'))));
      },
      onFailure: (error) => expect(error).toBeUndefined(),
      clock: { monotonicMs: () => 0 },
      setTimer: () => null,
      clearTimer: () => undefined,
      random: () => 0.5,
      longestRoundMs: 60_000,
    });
    const round = loop.runNow();
    await loop.stop();
    await round;
    expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
  });

  it('leaves a round behind that never ends, with its signal aborted, and goes on', async () => {
    jest.useFakeTimers();
    try {
      const signals: AbortSignal[] = [];
      const failures: unknown[] = [];
      const loop = new WatchLoop(1000, {
        round: (signal) => new Promise<void>(() => signals.push(signal)),
        onFailure: (error) => failures.push(error),
        clock: { monotonicMs: () => performance.now() },
        setTimer: (run, delayMs) => setTimeout(run, delayMs),
        clearTimer: (timer) => clearTimeout(timer as NodeJS.Timeout),
        random: () => 0.5,
        longestRoundMs: 60_000,
      });
      loop.start(0);
      await jest.advanceTimersByTimeAsync(59_000);
      expect(signals.map(({ aborted }) => aborted)).toEqual([false]);
      await jest.advanceTimersByTimeAsync(15_000);
      expect(signals.map(({ aborted }) => aborted)).toEqual([true, false]);
      expect(failures.map(String)).toEqual(['Error: A round was ended after 60 s']);
    } finally {
      jest.useRealTimers();
    }
  });
});
