import { pressureReason, readPressure } from './throttle-reason.js';

const limits = { maxThreadsRunning: 25, maxHistoryListLength: 1_000, lagThresholdSeconds: 10 };
const calm = { threadsRunning: 25, historyListLength: 1_000 };
const quiet = { source: calm, target: calm, lagSeconds: 10 };

describe('pressureReason', () => {
  it('goes on at the limits, and where nothing is known', () => {
    expect(pressureReason(quiet, limits)).toBeNull();
    const unknown = { threadsRunning: null, historyListLength: null };
    expect(pressureReason({ source: unknown, target: unknown, lagSeconds: null }, limits)).toBeNull();
  });

  it.each([
    [{ ...quiet, source: { ...calm, threadsRunning: 26 } }, 'server', /source is 26, over 25 .*maxThreadsRunning/],
    [{ ...quiet, target: { ...calm, threadsRunning: 90 } }, 'server', /target is 90/],
    [
      { ...quiet, target: { ...calm, historyListLength: 1_001 } },
      'server',
      /Innodb_history_list_length on the target is 1001, over 1000 \(verification\.maxHistoryListLength\)/,
    ],
    [{ ...quiet, lagSeconds: 11 }, 'lag', /11 s behind, over 10 s .*replicaLagThresholdSeconds/],
  ] as const)('names what is over its limit, and the setting: %j', (pressure, kind, text) => {
    expect(pressureReason(pressure, limits)).toEqual({ kind, text: expect.stringMatching(text) });
  });
});

describe('readPressure', () => {
  it('knows nothing of a counter that the server has not', () => {
    expect(readPressure([{ Variable_name: 'Threads_running', Value: '3' }])).toEqual({
      ...{ threadsRunning: 3, historyListLength: null },
    });
  });

  it('reads both, however the server writes their names', () => {
    const rows = [
      { Variable_name: 'INNODB_HISTORY_LIST_LENGTH', Value: '17' },
      { Variable_name: 'Threads_running', Value: '3' },
    ];
    expect(readPressure(rows)).toEqual({ threadsRunning: 3, historyListLength: 17 });
  });
});
