import type { DatabasesMeasurements } from './databases-benchmark.js';
import { databasesFigures } from './databases-report.js';

const rest = { connections: 51, mostConnections: 60, statementsPerSecond: 40 };
const good: DatabasesMeasurements = {
  ...{
    databases: 50,
    tablesPerDatabase: 20,
    maxConnections: 100,
    intervalSeconds: 5,
    watched: 50,
    watchedAfterMs: 9_000,
  },
  ...{ cpuShare: 0.04, rssBytes: 200 * 1024 ** 2, oldestReadingMs: 5_600, rest: { source: rest, target: rest } },
  most: { source: 60, target: 60 },
};
const met = (change: Partial<DatabasesMeasurements>): (boolean | null)[] =>
  databasesFigures({ ...good, ...change }).map(({ isMet }) => isMet);

it('holds each figure against its bound', () => expect(met({})).toEqual([true, true, true, true, null, true, null]));

it.each<[string, Partial<DatabasesMeasurements>, number]>([
  ['a database that is not watched', { watched: 49 }, 0],
  ['more CPU', { cpuShare: 0.051 }, 1],
  ['more memory', { rssBytes: 251 * 1024 ** 2 }, 2],
  ['a reading that came late', { oldestReadingMs: 7_001 }, 3],
  ['a server that is full', { most: { source: 60, target: 98 } }, 5],
])('does not call good: %s', (_, change, at) => expect(met(change)[at]).toBe(false));

it('does not call a cycle good in which nothing was read', () =>
  expect(met({ watched: 0, oldestReadingMs: 0 }).slice(0, 4)).toEqual([false, true, true, false]));
