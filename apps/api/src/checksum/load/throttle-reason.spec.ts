import { pressureReason } from './throttle-reason.js';

const limits = { maxThreadsRunning: 25, maxHistoryListLength: 1_000, lagThresholdSeconds: 10 };
const threads = (value: number) => ({ maxThreadsRunning: { name: 'Threads_running', value } });
const history = (value: number) => ({ maxHistoryListLength: { name: 'Innodb_history_list_length', value } });
const calm = { ...threads(25), ...history(1_000) };
const quiet = { source: calm, target: calm, lagSeconds: 10 };

describe('pressureReason', () => {
  it('goes on at the limits, and where nothing is known', () => {
    expect(pressureReason(quiet, limits)).toBeNull();
    expect(pressureReason({ source: {}, target: {}, lagSeconds: null }, limits)).toBeNull();
  });

  it.each([
    [{ ...quiet, source: { ...calm, ...threads(26) } }, 'server', /source is 26, over 25 .*maxThreadsRunning/],
    [{ ...quiet, target: { ...calm, ...threads(90) } }, 'server', /target is 90/],
    [
      { ...quiet, target: { ...calm, ...history(1_001) } },
      'server',
      /Innodb_history_list_length on the target is 1001, over 1000 \(verification\.maxHistoryListLength\)/,
    ],
    [{ ...quiet, lagSeconds: 11 }, 'lag', /11 s behind, over 10 s .*replicaLagThresholdSeconds/],
  ] as const)('names what is over its limit, and the setting: %j', (pressure, kind, text) => {
    expect(pressureReason(pressure, limits)).toEqual({ kind, text: expect.stringMatching(text) });
  });

  it('holds back above what is put in place of a limit, and says whence that comes', () => {
    const raised: Parameters<typeof pressureReason>[2] = (role, setting) =>
      role === 'source' && setting === 'maxThreadsRunning' ? 60 : limits[setting];
    const busy = (value: number) => ({ ...quiet, source: threads(value) });
    expect(pressureReason(busy(60), limits, raised)).toBeNull();
    expect(pressureReason(busy(61), limits, raised)?.text).toBe(
      'Threads_running on the source is 61, over 60 (a quarter above its usual level; verification.maxThreadsRunning is 25)',
    );
  });
});
