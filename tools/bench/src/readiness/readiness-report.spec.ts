import { readinessSection, type ReadinessMeasurements } from './readiness-report.js';

const measured: ReadinessMeasurements = {
  ...{ tables: 2000, compared: 2000, answer: 'safe', bytes: 12_345 },
  ...{ tookMs: [10, 20, 30], liveMs: [1, 2, 3] },
};

it('holds the time of the slow ones against its bound', () => {
  expect(readinessSection(measured)).toContain('30.0 ms (median 20.0 ms, of which the request itself 2.0 ms; 12.3 kB');
  expect(readinessSection(measured)).toMatch(/≤ 50 ms \| yes/);
  expect(readinessSection({ ...measured, tookMs: [10, 51] })).toMatch(/≤ 50 ms \| \*\*no\*\*/);
});

it('is not met where not all tables were compared: less was judged then', () =>
  expect(readinessSection({ ...measured, compared: 1999 })).toMatch(/\*\*no\*\*/));
