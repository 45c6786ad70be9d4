import { pauseMs, withRetries } from './with-retries.js';

const passing = new Error('passing');
const terms = {
  ...{ retryMs: 200, firstPauseMs: 1, isPassing: (error: unknown) => error === passing },
  signal: new AbortController().signal,
};
const failing = (times: number, error: Error) => {
  const state = { calls: 0 };
  const work = async (): Promise<string> => {
    state.calls += 1;
    if (state.calls <= times) throw error;
    return 'done';
  };
  return Object.assign(work, { state });
};

it('tries again while the failure is a passing one', async () => {
  const work = failing(3, passing);
  expect(await withRetries(work, terms)).toBe('done');
  expect(work.state.calls).toBe(4);
});

it('gives up at once where it is none', async () => {
  const work = failing(3, new Error('for good'));
  await expect(withRetries(work, terms)).rejects.toThrow('for good');
  expect(work.state.calls).toBe(1);
});

it('gives up when the time is over, and with no time tries once', async () => {
  await expect(withRetries(failing(Infinity, passing), terms)).rejects.toBe(passing);
  const once = failing(Infinity, passing);
  await expect(withRetries(once, { ...terms, retryMs: 0 })).rejects.toBe(passing);
  expect(once.state.calls).toBe(1);
});

it('ends with the signal, also within a pause', async () => {
  const stopping = new AbortController();
  const running = withRetries(failing(Infinity, passing), {
    ...{ ...terms, retryMs: 60_000, firstPauseMs: 60_000 },
    signal: stopping.signal,
  });
  stopping.abort(new Error('stopped'));
  await expect(running).rejects.toThrow();
});

it('pauses twice as long each time, up to ten seconds, and never all at the same moment', () => {
  expect([0, 1, 2, 20].map((attempt) => pauseMs(attempt, 200, 1))).toEqual([200, 400, 800, 10_000]);
  expect([0, 1, 2, 20].map((attempt) => pauseMs(attempt, 200, 0))).toEqual([100, 200, 400, 5_000]);
});
