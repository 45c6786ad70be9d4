import { manyMigrationsFigures, manyTablesFigures, type ManyTablesMeasurements } from './scale-report.js';

const good: ManyTablesMeasurements = {
  pair: { databases: ['a'], tables: 3000, rowsPerTable: 50 },
  ...{ limitMs: 150_000, safeAfterMs: 40_000, answer: 'safe', tablesEqual: 3000 },
  firstRound: { bytes: 5e6, bytesByEvent: new Map([['metrics_update', 5e6]]) },
  ...{ worstMs: 80, answers: 400, rssBytes: 150 * 1024 * 1024 },
  ...{ idleShare: 0.01, idleBytesPerSecond: 500, listBytes: 2000, detailBytes: 4000 },
};

describe('manyTablesFigures', () => {
  it('holds each figure against its bound', () => {
    expect(manyTablesFigures(good).every(({ isMet }) => isMet)).toBe(true);
    const bad = { ...good, worstMs: 101, rssBytes: 201 * 1024 * 1024, idleShare: 0.031, detailBytes: 20_001 };
    expect(manyTablesFigures(bad).map(({ isMet }) => isMet)).toEqual([true, true, false, false, false, false]);
  });

  it('does not call few bytes good when the round never ended', () => {
    const figures = manyTablesFigures({ ...good, safeAfterMs: null, answer: 'cannot-tell', tablesEqual: 12 });
    expect(figures.slice(0, 2).map(({ isMet }) => isMet)).toEqual([false, false]);
    expect(figures[1]?.measured).toContain('12 of 3000');
  });
});

describe('manyMigrationsFigures', () => {
  it('judges the slowest answer of the list, not the usual one', () => {
    const measured = {
      ...{ migrations: 500, tablesPerMigration: 20, startMs: 1000, listMs: [10, 301, 10], listBytes: 1 },
      ...{ worstMs: 1, rssBytes: 1, cpuShare: 0, socketBytesPerSecond: 0 },
    };
    expect(manyMigrationsFigures(measured)[0]?.isMet).toBe(false);
    expect(manyMigrationsFigures(null)[0]?.isMet).toBe(false);
  });
});
