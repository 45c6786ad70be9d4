import { figureTable, type Figure } from '../figure.js';
import { changedRowFigure, seconds } from './changed-row-figure.js';
import type { TableTimes, VerifyMeasurements } from './verify-benchmark.js';

const mebibyte = 1024 * 1024;

/** Pure: the section of docs/benchmarks.md. */
export function verifySection(measured: VerifyMeasurements): string {
  const { plain, typed, ptVersion, workers } = measured;
  return [
    '| table | rows | `cutover verify`, whole process | without its start | pt-table-checksum, whole process | `CHECKSUM TABLE`, both servers at once | 32-bit `BIT_XOR(CRC32)`, both at once | pt ÷ ours | ours without start ÷ `CHECKSUM TABLE` |',
    '|---|---|---|---|---|---|---|---|---|',
    ...[plain, typed].map(contestRow),
    '',
    "The 32-bit digest is the field's usual one, blind to equal changes in two rows, and runs as one statement a side without ranges or snapshots. Ours has 64 bits a row (how many are left under structured changes: Digest).",
    '',
    `Medians of ${plain.rounds} rounds in which the contenders took turns; tables warm. \`verify\` with ${workers} ${workers === 1 ? 'worker' : 'workers'}. ${ptText(ptVersion)}`,
    '',
    figureTable(verifyFigures(measured)),
  ].join('\n');
}

function ptText(version: string | null): string {
  return version === null
    ? 'pt-table-checksum was not installed.'
    : `pt-table-checksum ${version} with its default options, as root (it writes to the source); \`verify\` as the least-privileged account.`;
}

function contestRow({ title, rows, oursMs, comparisonMs, checksumMs, weakMs, ptMs }: TableTimes): string {
  const cells = [
    ...[title, rows.toLocaleString('en'), seconds(oursMs), seconds(comparisonMs)],
    ...[ptMs === null ? '-' : seconds(ptMs), seconds(checksumMs), seconds(weakMs)],
    ...[ptMs === null ? '-' : (ptMs / oursMs).toFixed(2), (comparisonMs / checksumMs).toFixed(2)],
  ];
  return `| ${cells.join(' | ')} |`;
}

/** Pure: what the issue of this engine asks for, held against what was measured. */
function verifyFigures({ plain, small, slowdown, maxLoadPercent }: VerifyMeasurements): Figure[] {
  const figures: Figure[] = [];
  const add = (what: string, measured: string, bound: string, isMet: boolean): void =>
    void figures.push({ what, measured, bound, isMet });
  if (plain.ptMs !== null) {
    const ratio = plain.ptMs / plain.oursMs;
    add('pt-table-checksum ÷ `verify`', ratio.toFixed(2), '≥ 4, aim 6', ratio >= 4);
  }
  const limit = plain.comparisonMs / plain.checksumMs;
  const whole = (plain.oursMs / plain.checksumMs).toFixed(2);
  add(
    '`verify` ÷ `CHECKSUM TABLE` on both at once',
    `${limit.toFixed(2)} (whole process: ${whole})`,
    '≤ 3, aim 2',
    limit <= 3,
  );
  if (plain.changedMs !== null) figures.push(changedRowFigure(plain.changedMs, plain.oursMs));
  const most = Math.max(plain.peakRssBytes, small.peakRssBytes);
  const memory = `${mib(small.peakRssBytes)} at ${small.rows.toLocaleString('en')} rows, ${mib(plain.peakRssBytes)} at ${plain.rows.toLocaleString('en')}`;
  add('Largest RSS of the process', memory, '≤ 150 MB', most <= 150e6);
  const slower = slowdown.besideP95Ms / slowdown.aloneP95Ms - 1;
  add(
    `Statements of an application on the source, p95, beside \`--max-load ${maxLoadPercent}\` (${slowdown.statements} statements)`,
    `${(slower * 100).toFixed(1)} % slower (${slowdown.aloneP95Ms.toFixed(2)} → ${slowdown.besideP95Ms.toFixed(2)} ms; median ${slowdown.aloneMedianMs.toFixed(2)} → ${slowdown.besideMedianMs.toFixed(2)} ms)`,
    '≤ 10 %',
    slower <= 0.1,
  );
  return figures;
}

function mib(bytes: number): string {
  return `${(bytes / mebibyte).toFixed(0)} MiB`;
}
