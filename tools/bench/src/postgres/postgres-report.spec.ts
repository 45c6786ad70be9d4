import type { PostgresMeasurements } from './postgres-benchmark.js';
import { postgresFigures, postgresSection } from './postgres-report.js';

const good: PostgresMeasurements = {
  verify: {
    ...{ rows: 5_000_000, rounds: 3, oursMs: 5_000, comparisonMs: 4_000, changedMs: 5_500 },
    ...{ rowMd5Ms: 12_000, countMs: 500, dumpMs: 60_000, peakRssBytes: 100e6 },
  },
  underLoad: {
    ...{ commitsPerSecond: 300, passes: 20, matched: 20, falseDifferences: 0, passMs: 6_000 },
    ...{ planted: 25, found: 25, others: 0 },
  },
  watch: { intervalSeconds: 5, tables: 20, slots: 5, cycles: 22, medianMs: 10, mostMs: 30 },
};
const met = (measured: PostgresMeasurements): (boolean | null)[] => postgresFigures(measured).map(({ isMet }) => isMet);

it('holds each figure against its bound', () => {
  expect(met(good)).toEqual([true, true, null, true, true, true, true, true, null]);
  const slow = { ...good.verify, rowMd5Ms: 7_000, countMs: 400, changedMs: 6_000, peakRssBytes: 151e6 };
  const watch = { ...good.watch, medianMs: 21 };
  expect(met({ ...good, verify: slow, watch })).toEqual([false, false, null, false, false, true, true, false, null]);
});

it.each([
  ['a false difference', { falseDifferences: 1 }, [false, true]],
  ['a pass that proved nothing', { matched: 19 }, [false, true]],
  ['a planted row that was not named', { found: 24 }, [true, false]],
  ['another row named beside those planted', { others: 1 }, [true, false]],
])('does not call good: %s', (_, changes, expected) => {
  expect(met({ ...good, underLoad: { ...good.underLoad, ...changes } }).slice(5, 7)).toEqual(expected);
});

it('prints what each figure was compared to', () => {
  expect(postgresSection(good, 1)).toContain('0.33 (4.00 s against 12.00 s; whole process: 5.00 s)');
});
