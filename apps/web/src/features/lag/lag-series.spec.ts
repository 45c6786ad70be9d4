import { describe, expect, it } from 'vitest';
import { lagHistory, lagPoint, replicaLag } from '../../../test/fixtures.js';
import { appendLag, chartRange, columnsOf, pointOf, seriesOf } from './lag-series.js';

const series = () => seriesOf(lagHistory([lagPoint('2026-11-20T03:00:00.000Z'), lagPoint('2026-11-20T03:00:05.000Z')]));
const hourMs = 3_600_000;

describe('appendLag', () => {
  it('adds a newer measurement', () => {
    const grown = appendLag(series(), replicaLag({ measuredAt: '2026-11-20T03:00:10.000Z', seconds: 7 }), hourMs);
    expect(columnsOf(grown.points).seconds).toEqual([1, 1, 7]);
  });
  it('ignores a repeated or an older one', () => {
    const before = series();
    expect(appendLag(before, replicaLag({ measuredAt: '2026-11-20T03:00:05.000Z' }), hourMs)).toBe(before);
  });
  it('leaves a gap where more than three intervals are missing', () => {
    const grown = appendLag(series(), replicaLag({ measuredAt: '2026-11-20T03:01:00.000Z', seconds: 7 }), hourMs);
    expect(columnsOf(grown.points).seconds).toEqual([1, 1, null, 7]);
  });
  it('lets go of what is older than the window', () => {
    const grown = appendLag(series(), replicaLag({ measuredAt: '2026-11-20T03:00:11.000Z' }), 7000);
    expect(grown.points.map(({ at }) => at)).toEqual(['2026-11-20T03:00:05.000Z', '2026-11-20T03:00:11.000Z']);
  });
});

it('draws what is unknown or stale as a gap, never as a zero', () => {
  expect(pointOf(replicaLag({ seconds: null })).seconds).toBeNull();
  expect(pointOf(replicaLag({ isStale: true, seconds: 0 })).seconds).toBeNull();
  expect(pointOf(replicaLag({ state: 'unknown', seconds: 0 })).transactionsBehind).toBeNull();
});

describe('chartRange', () => {
  it('shows the whole window when the history fills it', () =>
    expect(chartRange([0, 5000], 5000, 3600)).toEqual([1400, 5000]));
  it('shows the whole window, too, when the history is shorter: the chosen range is what is drawn', () =>
    expect(chartRange([4000, 5000], 5003, 3600)).toEqual([1403, 5003]));
});

it('has the log that is behind where both halves are known, and a gap otherwise', () => {
  const halves = [
    { notReceivedBytes: 1000, notAppliedBytes: 24 },
    { notReceivedBytes: null, notAppliedBytes: 24 },
    { notReceivedBytes: 0, notAppliedBytes: 0 },
  ];
  const points = halves.map((half) => ({ ...pointOf(replicaLag()), ...half }));
  expect(columnsOf(points).logBytes).toEqual([1024, null, 0]);
});
