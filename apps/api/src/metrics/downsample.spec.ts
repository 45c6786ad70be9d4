import type { LagSample } from '../lag/store/sample.store.js';
import { downsample, markGaps } from './downsample.js';
import { lagRange } from './lag-range.js';

function sample(atMs: number, seconds: number | null = 0, transactionsBehind: number | null = 0): LagSample {
  return {
    atMs,
    seconds,
    atLeastSeconds: null,
    transactionsBehind,
    notReceivedBytes: 0,
    notAppliedBytes: 0,
    state: seconds === null ? 'unknown' : 'idle',
  };
}

const day = Array.from({ length: 17_280 }, (_, index) => sample(index * 5000, index % 7));

describe('markGaps', () => {
  it('puts nulls where more than three intervals lie between samples, and nowhere else', () => {
    const marked = markGaps([sample(0), sample(5000), sample(20_000), sample(35_001)], 5000);
    expect(marked.map(({ atMs, seconds }) => [atMs, seconds])).toEqual([
      [0, 0],
      [5000, 0],
      [20_000, 0],
      [25_000, null],
      [35_001, 0],
    ]);
    expect(marked[3]).toMatchObject({ state: 'unknown', transactionsBehind: null, notReceivedBytes: null });
  });
});

describe('downsample', () => {
  it('leaves few samples alone', () => {
    expect(downsample(day.slice(0, 500), 500)).toEqual(day.slice(0, 500));
    expect(downsample([], 2)).toEqual([]);
  });

  it.each([2, 3, 4, 7, 500, 20_000])('gives at most %i points, in order', (points) => {
    const result = downsample(day, points);
    expect(result.length).toBeLessThanOrEqual(points);
    expect(result.length).toBeGreaterThanOrEqual(Math.min(2, points));
    expect([...result].sort((a, b) => a.atMs - b.atMs)).toEqual(result);
  });

  it('keeps a peak, a trough and an unknown sample that last one interval', () => {
    const samples = day.map((one): LagSample => ({ ...one, seconds: 5 }));
    samples[4321] = sample(4321 * 5000, 99);
    samples[9876] = sample(9876 * 5000, 1);
    const withUnknown: LagSample[] = samples.map((one, index) => (index === 12_345 ? sample(one.atMs, null) : one));
    const result = downsample(withUnknown, 100);
    expect(Math.max(...result.map(({ seconds }) => seconds ?? 0))).toBe(99);
    expect(Math.min(...result.map(({ seconds }) => seconds ?? 50))).toBe(1);
    expect(result.filter(({ seconds }) => seconds === null).map(({ atMs }) => atMs)).toEqual([12_345 * 5000]);
  });

  it('finds the peak of transactions where the seconds say nothing', () => {
    const samples = day.map((one, index) => sample(one.atMs, 0, index === 777 ? 4000 : 0));
    expect(downsample(samples, 60).some(({ transactionsBehind }) => transactionsBehind === 4000)).toBe(true);
  });

  it('keeps the largest one of two points', () => {
    expect(downsample([sample(0, 1), sample(1, 9), sample(2, 3), sample(3, null)], 2).map(({ atMs }) => atMs)).toEqual([
      1, 3,
    ]);
  });
});

describe('lagRange', () => {
  const nowMs = Date.parse('2026-01-01T12:00:00.000Z');

  it('is the last hour by default, or the hour before `to`', () => {
    expect(lagRange({}, nowMs)).toEqual({ fromMs: nowMs - 3_600_000, toMs: nowMs });
    expect(lagRange({ to: '2026-01-01T10:00:00+01:00' }, nowMs).fromMs).toBe(Date.parse('2026-01-01T08:00:00Z'));
  });

  it.each([
    { from: '2026-01-01T13:00:00Z' },
    { from: '2026-01-01T11:00:00Z', to: '2026-01-01T10:00:00Z' },
    { from: '2026-01-01T11:00:00Z', to: '2026-01-01T11:00:00Z' },
  ])('refuses %j, naming the field', (query) => {
    expect(() => lagRange(query, nowMs)).toThrow(
      expect.objectContaining({ status: 400, details: [{ path: 'from', message: 'must be before `to`' }] }),
    );
  });
});
