import { figureTable, type Figure } from '../figure.js';
import { median } from '../percentile.js';
import type { ManyTables } from './many-tables.js';

const mebibyte = 1024 * 1024;

/** What was measured with one migration of very many tables. */
export interface ManyTablesMeasurements {
  pair: ManyTables;
  limitMs: number;
  /** null: not within the limit. */
  safeAfterMs: number | null;
  /** The verdict and the tables proved equal when waiting ended. */
  answer: string;
  tablesEqual: number;
  firstRound: { bytes: number; bytesByEvent: ReadonlyMap<string, number> };
  /** Answers of `/api/health/live`. */
  worstMs: number;
  answers: number;
  rssBytes: number;
  /** CPU time of the process ÷ time, once nothing is left to compare. */
  idleShare: number;
  idleBytesPerSecond: number;
  listBytes: number;
  detailBytes: number;
}

/** What was measured with very many migrations whose servers do not answer. */
export interface ManyMigrationsMeasurements {
  migrations: number;
  tablesPerMigration: number;
  /** From the start of the process to its first answer. */
  startMs: number;
  listMs: readonly number[];
  listBytes: number;
  worstMs: number;
  rssBytes: number;
  cpuShare: number;
  socketBytesPerSecond: number;
}

/** Pure: the section of docs/benchmarks.md. */
export function scaleSection(tables: ManyTablesMeasurements, migrations: ManyMigrationsMeasurements | null): string {
  return figureTable([...manyTablesFigures(tables), ...manyMigrationsFigures(migrations)]);
}

/** Pure: one migration of many tables, held against what one socket and one process may cost. */
export function manyTablesFigures(measured: ManyTablesMeasurements): Figure[] {
  const { pair, firstRound, safeAfterMs, limitMs, answer, tablesEqual, worstMs, answers, rssBytes } = measured;
  const { idleShare, idleBytesPerSecond, listBytes, detailBytes } = measured;
  const byEvent = [...firstRound.bytesByEvent].sort(([, a], [, b]) => b - a);
  const shares = byEvent.map(([name, bytes]) => `${name} ${megabytes(bytes)}`).join(', ');
  const small = Math.max(listBytes, detailBytes);
  return [
    {
      what: `Sent to one socket for the first full round of ${pair.tables} tables × ${pair.rowsPerTable} rows in ${pair.databases.length} databases`,
      measured: `${megabytes(firstRound.bytes)} (${shares})`,
      bound: '≤ 10 MB',
      isMet: firstRound.bytes <= 10e6 && safeAfterMs !== null,
    },
    {
      what: 'From both servers being seen to the verdict safe',
      measured:
        safeAfterMs === null
          ? `not within ${limitMs / 1000} s (${answer}, ${tablesEqual} of ${pair.tables} proved)`
          : `${(safeAfterMs / 1000).toFixed(1)} s`,
      bound: '≤ 60 s',
      isMet: safeAfterMs !== null && safeAfterMs <= 60_000,
    },
    {
      what: `Worst of ${answers} answers of \`/api/health/live\``,
      measured: `${worstMs.toFixed(0)} ms`,
      bound: '≤ 100 ms',
      isMet: worstMs <= 100,
    },
    {
      what: 'Largest RSS of the API process',
      measured: mib(rssBytes),
      bound: '≤ 200 MiB',
      isMet: rssBytes <= 200 * mebibyte,
    },
    {
      what: 'CPU when idle, share of one core, one socket open',
      measured: `${(idleShare * 100).toFixed(1)} % (${(idleBytesPerSecond / 1000).toFixed(1)} kB/s to the socket)`,
      bound: '≤ 3 %',
      isMet: idleShare <= 0.03,
    },
    {
      what: '`GET /api/migrations` and `GET /api/migrations/:m`',
      measured: `${(listBytes / 1000).toFixed(1)} kB and ${(detailBytes / 1000).toFixed(1)} kB`,
      bound: '≤ 20 kB each',
      isMet: small <= 20_000,
    },
  ];
}

/** Pure: many migrations, held against what keeps the list usable. */
export function manyMigrationsFigures(measured: ManyMigrationsMeasurements | null): Figure[] {
  if (measured === null)
    return [
      {
        what: '`GET /api/migrations` with many migrations, no server answering',
        measured: 'the process did not begin to serve within 120 s, or ended',
        bound: '≤ 300 ms',
        isMet: false,
      },
    ];
  const { migrations, tablesPerMigration, startMs, listMs, listBytes, worstMs, rssBytes, cpuShare } = measured;
  const worstList = Math.max(...listMs);
  return [
    {
      what: `\`GET /api/migrations\` with ${migrations} migrations × ${tablesPerMigration} tables, no server answering, worst of ${listMs.length}`,
      measured: `${worstList.toFixed(0)} ms (median ${median(listMs).toFixed(0)} ms, ${(listBytes / 1000).toFixed(0)} kB)`,
      bound: '≤ 300 ms',
      isMet: worstList <= 300,
    },
    {
      what: `Watching ${migrations} migrations: CPU share of one core, with one socket that sees all`,
      measured: `${(cpuShare * 100).toFixed(1)} % (${(measured.socketBytesPerSecond / 1000).toFixed(0)} kB/s, start ${(startMs / 1000).toFixed(1)} s, RSS ${mib(rssBytes)}, worst liveness ${worstMs.toFixed(0)} ms)`,
      bound: '',
      isMet: null,
    },
  ];
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(bytes < 1e6 ? 2 : 1)} MB`;
}

function mib(bytes: number): string {
  return `${(bytes / mebibyte).toFixed(0)} MiB`;
}
