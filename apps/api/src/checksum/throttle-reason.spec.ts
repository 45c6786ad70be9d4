import { pressureReason } from './throttle-reason.js';

const limits = { maxThreadsRunning: 25, lagThresholdSeconds: 10 };
const quiet = { threadsRunning: { source: 25, target: 3 }, lagSeconds: 10 };

describe('pressureReason', () => {
  it('goes on at the limits, and where nothing is known', () => {
    expect(pressureReason(quiet, limits)).toBeNull();
    expect(pressureReason({ threadsRunning: { source: null, target: null }, lagSeconds: null }, limits)).toBeNull();
  });

  it.each([
    [{ ...quiet, threadsRunning: { source: 26, target: 0 } }, 'threads', /source is 26, over 25 .*maxThreadsRunning/],
    [{ ...quiet, threadsRunning: { source: 0, target: 90 } }, 'threads', /target is 90/],
    [{ ...quiet, lagSeconds: 11 }, 'lag', /11 s behind, over 10 s .*replicaLagThresholdSeconds/],
  ] as const)('names what is over its limit, and the setting: %j', (pressure, kind, text) => {
    expect(pressureReason(pressure, limits)).toEqual({ kind, text: expect.stringMatching(text) });
  });
});
