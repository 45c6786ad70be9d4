import { roles, type Role } from '@cutover/lab';
import { figureTable, type Figure } from '../figure.js';
import type { DatabasesMeasurements } from './databases-benchmark.js';

const mebibyte = 1024 * 1024;
/** How late a reading may be, past its interval. */
const cycleMs = 2_000;

/** Pure: the section of docs/benchmarks.md. */
export function databasesSection(measured: DatabasesMeasurements): string {
  return figureTable(databasesFigures(measured));
}

/** Pure: many databases of one server, held against what one process and its connections may cost. */
export function databasesFigures(measured: DatabasesMeasurements): Figure[] {
  const { databases, tablesPerDatabase, watched, cpuShare, rssBytes, intervalSeconds, oldestReadingMs } = measured;
  const { maxConnections, watchedAfterMs, rest, most } = measured;
  // Three of them stay with the superuser.
  const room = maxConnections - 3;
  const each = (of: (role: Role) => string): string => roles.map((role) => `${role} ${of(role)}`).join(', ');
  return [
    {
      what: `Databases of one migration that are watched, of ${databases} × ${tablesPerDatabase} tables`,
      measured: `${watched} (${(watchedAfterMs / 1000).toFixed(0)} s after the start)`,
      ...{ bound: 'all', isMet: watched === databases },
    },
    {
      what: 'CPU of the process a minute later, share of one core',
      ...{ measured: `${(cpuShare * 100).toFixed(1)} %`, bound: '≤ 5 %', isMet: cpuShare <= 0.05 },
    },
    {
      what: 'Largest RSS of the process',
      ...{ measured: `${(rssBytes / mebibyte).toFixed(0)} MiB`, bound: '≤ 250 MiB', isMet: rssBytes <= 250 * mebibyte },
    },
    {
      what: `Oldest reading of the lag of any database, read every ${intervalSeconds} s`,
      measured: `${(oldestReadingMs / 1000).toFixed(1)} s`,
      bound: `≤ ${intervalSeconds + cycleMs / 1000} s`,
      isMet: watched > 0 && oldestReadingMs <= intervalSeconds * 1000 + cycleMs,
    },
    {
      what: 'Connections at rest',
      ...{ measured: each((role) => `${rest[role].connections}`), bound: '', isMet: null },
    },
    {
      what: `Connections at most, from the start on (max_connections ${maxConnections})`,
      ...{ measured: each((role) => `${most[role]}`), bound: `≤ ${room}` },
      isMet: roles.every((role) => most[role] <= room),
    },
    {
      what: 'Statements a second',
      measured: each((role) => rest[role].statementsPerSecond.toFixed(0)),
      ...{ bound: '', isMet: null },
    },
  ];
}
