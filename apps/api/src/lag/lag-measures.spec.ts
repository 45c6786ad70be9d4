import { mariadbPositions } from '@cutover/databases/mysql-family';
import { appendSample, type PositionSample } from './lag-history.js';
import { overallState } from './overall-state.js';
import { predictedDrainSeconds } from './predicted-drain.js';
import { contradictionOf, isOverThreshold, provenLagSeconds } from './proven-lag.js';

it('the state of several channels is that of the worst, and of none not-configured', () => {
  expect(overallState(['idle', 'broken', 'stopped'])).toBe('broken');
  expect(overallState(['idle', 'unknown', 'applying'])).toBe('unknown');
  expect(overallState([])).toBe('not-configured');
});

const sample = (atMs: number, sequence: number, behind: number | null = 0): PositionSample => ({
  atMs,
  sourcePosition: `0-1-${sequence}`,
  written: BigInt(sequence),
  behind: behind === null ? null : BigInt(behind),
});

describe('the proven lag', () => {
  const proven = (history: PositionSample[], target: string | null, nowMs: number) =>
    provenLagSeconds(history, target, nowMs, mariadbPositions.hasReached);

  it('is the age of the oldest source position that the target has not reached', () => {
    const history = [sample(0, 10), sample(5_000, 20), sample(10_000, 30), sample(15_000, 40)];
    expect(proven(history, '0-1-15', 15_000)).toBe(10);
    expect(proven(history, '0-1-9', 15_000)).toBe(15);
    expect(proven(history, '0-1-40', 15_000)).toBe(0);
  });

  it('is not fooled by what was written between the two reads', () => {
    expect(proven([sample(0, 10), sample(5_000, 20)], '0-1-19', 5_000)).toBe(0);
  });

  it('is unknown without positions', () => {
    expect(proven([], '0-1-1', 0)).toBeNull();
    expect(proven([sample(0, 1)], null, 0)).toBeNull();
  });

  it('contradicts a server that says 0 seconds, and only that', () => {
    expect(contradictionOf(0, 30, 7n)).toMatch(/0 seconds.*30 s ago.*7 transactions/);
    expect(contradictionOf(0, 3, 7n)).toBeNull();
    expect(contradictionOf(31, 30, 7n)).toBeNull();
    expect(contradictionOf(null, 30, 7n)).toBeNull();
    expect(contradictionOf(0, null, null)).toBeNull();
  });

  it('is over the threshold when the worse measure is, and unknown when seconds are', () => {
    expect(isOverThreshold(0, 30, 10)).toBe(true);
    expect(isOverThreshold(null, 30, 10)).toBe(true);
    expect(isOverThreshold(null, 5, 10)).toBeNull();
    expect(isOverThreshold(11, 0, 10)).toBe(true);
    expect(isOverThreshold(10, null, 10)).toBe(false);
  });
});

describe('the predicted drain', () => {
  it('is the backlog over the difference of the rates', () => {
    // Written 10/s, applied 30/s, 400 behind: 20 s.
    expect(predictedDrainSeconds([sample(0, 0, 600), sample(5_000, 50, 500), sample(10_000, 100, 400)])).toBe(20);
  });

  it('is 0 without a backlog, and null while the backlog grows, stands, or is unknown', () => {
    expect(predictedDrainSeconds([sample(0, 0, 0)])).toBe(0);
    expect(predictedDrainSeconds([sample(0, 0, 1), sample(1, 5, 2), sample(2, 9, 3)])).toBeNull();
    expect(predictedDrainSeconds([sample(0, 0, 3), sample(1, 5, 3), sample(2, 9, 3)])).toBeNull();
    expect(predictedDrainSeconds([sample(0, 0, 9), sample(1, 5, null)])).toBeNull();
    expect(predictedDrainSeconds([sample(0, 0, 9), sample(1, 5, 5)])).toBeNull();
    expect(predictedDrainSeconds([])).toBeNull();
  });

  it('says nothing of a source that counts backwards', () => {
    expect(predictedDrainSeconds([sample(0, 100, 90), sample(1_000, 50, 50), sample(2_000, 10, 5)])).toBeNull();
  });
});

it('history stays bounded', () => {
  let history: PositionSample[] = [];
  for (let i = 0; i < 2_000; i++) history = appendSample(history, sample(i * 1_000, i));
  expect(history).toHaveLength(720);
  expect(appendSample(history, sample(9_999_999_999, 1))).toHaveLength(1);
});
