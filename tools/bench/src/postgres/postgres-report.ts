import { figureTable, type Figure } from '../figure.js';
import { changedRowFigure, seconds } from '../verify/changed-row-figure.js';
import type { PostgresMeasurements, PostgresVerifyTimes } from './postgres-benchmark.js';
import type { WatchCost } from './postgres-watch.js';
import type { UnderLoad } from './under-load.js';

const mebibyte = 1024 * 1024;

/** Pure: the section of docs/benchmarks.md. `workers`: `verification.workers` of our runs. */
export function postgresSection(measured: PostgresMeasurements, workers: number): string {
  const { rows, rounds } = measured.verify;
  return [
    `${rows.toLocaleString('en')} rows as sysbench lays them out (integer, integer, char(120), char(60)). Medians of ${rounds} rounds in which the contenders took turns; tables warm; each contender on both servers at once, \`pg_dump\` once. \`verify\` in mode \`snapshot\`, with ${workers} ${workers === 1 ? 'worker' : 'workers'}, as the least-privileged account; its time without the start of the process, where nothing else is said. 500 rounds of random tables: \`npm run test:long\`.`,
    '',
    figureTable(postgresFigures(measured)),
  ].join('\n');
}

/** Pure: what the issue of this engine asks for, held against what was measured. */
export function postgresFigures({ verify, underLoad, watch }: PostgresMeasurements): Figure[] {
  return [...verifyFigures(verify), ...loadFigures(underLoad), ...watchFigures(watch)];
}

function verifyFigures(times: PostgresVerifyTimes): Figure[] {
  const { oursMs, comparisonMs, rowMd5Ms, countMs, dumpMs, changedMs, peakRssBytes } = times;
  const against = (otherMs: number): string =>
    `${(comparisonMs / otherMs).toFixed(2)} (${seconds(comparisonMs)} against ${seconds(otherMs)}; whole process: ${seconds(oursMs)})`;
  return [
    {
      what: "`verify` ÷ `md5(string_agg(md5(t::text), '' ORDER BY id))`, what anybody would write by hand",
      ...{ measured: against(rowMd5Ms), bound: '≤ 0.5', isMet: comparisonMs <= 0.5 * rowMd5Ms },
    },
    {
      what: '`verify` ÷ `count(*)`, the scan alone',
      ...{ measured: against(countMs), bound: 'aim ≤ 8', isMet: comparisonMs <= 8 * countMs },
    },
    {
      what: '`verify` ÷ `pg_dump` piped through `sort` and `md5sum`',
      ...{ measured: dumpMs === null ? 'pg_dump is not installed' : against(dumpMs), bound: '', isMet: null },
    },
    changedRowFigure(changedMs, oursMs),
    {
      what: 'Largest RSS of the process',
      ...{ measured: `${(peakRssBytes / mebibyte).toFixed(0)} MiB`, bound: '≤ 150 MB', isMet: peakRssBytes <= 150e6 },
    },
  ];
}

function loadFigures(load: UnderLoad): Figure[] {
  const { passes, matched, falseDifferences, commitsPerSecond, passMs, planted, found, others } = load;
  return [
    {
      what: `${passes} passes while the table is written, ${commitsPerSecond.toFixed(0)} commits/s`,
      measured: `${falseDifferences} false differences, ${matched} of ${passes} proved equal in snapshots (median ${seconds(passMs)}, whole process)`,
      ...{ bound: '0, and all', isMet: falseDifferences === 0 && matched === passes },
    },
    {
      what: `${planted} rows changed, removed or added on the target, under the same load`,
      measured: `${found} of them named, and ${others} others`,
      ...{ bound: `exactly those`, isMet: found === planted && others === 0 },
    },
  ];
}

function watchFigures({ intervalSeconds, tables, slots, cycles, medianMs, mostMs }: WatchCost): Figure[] {
  const of = `per ${intervalSeconds} s cycle, ${tables} tables, ${slots} slots`;
  return [
    {
      what: `Statement time on the source ${of} (median of ${cycles} cycles)`,
      ...{ measured: `${medianMs.toFixed(2)} ms`, bound: '≤ 20 ms', isMet: medianMs <= 20 },
    },
    {
      what: 'The dearest of these cycles, which also reads what is read once a minute',
      ...{ measured: `${mostMs.toFixed(2)} ms`, bound: '', isMet: null },
    },
  ];
}
