import { figureTable, type Figure } from '../figure.js';
import { median, percentile } from '../percentile.js';
import type { BackupMeasurements } from './backup-benchmark.js';
import type { SourceCost } from './source-cost.js';

const leastOfByHand = 0.95;
const leastEncrypted = 0.8;
const leastOfFolder = 0.9;
const mostMoreMiB = 60;
const mostAnswerMs = 30;
const mib = 1024 * 1024;

const byHandNames: Readonly<Record<string, string>> = {
  mariadb: '`mariadb-dump \\| zstd -T0`',
  postgres: '`pg_dump -Fc`',
};

/** Pure: the section of docs/benchmarks.md. */
export function backupSection(measured: readonly BackupMeasurements[], cost: SourceCost): string {
  return figureTable([...measured.flatMap(figuresOf), costFigure(cost)]);
}

function figuresOf(measured: BackupMeasurements): Figure[] {
  const { engine, dumpBytes, byHandMs, plainMs, encryptedMs, s3Ms, mydumperMs } = measured;
  const { answersMs, rssBefore, rssMost, restore } = measured;
  const [byHand, plain] = [median(byHandMs), median(plainMs)];
  const rate = (ms: number): string => `${(dumpBytes / 1e6 / (ms / 1000)).toFixed(0)} MB/s`;
  const ratio = (ms: number): string => `${(byHand / ms).toFixed(2)} (${rate(ms)})`;
  const name = byHandNames[engine] ?? engine;
  const more = (rssMost - rssBefore) / mib;
  const answered = percentile(answersMs, 0.99);
  return [
    {
      what: `${engine}: throughput to a folder with zstd ÷ ${name}, ${(dumpBytes / 1e6).toFixed(0)} MB of dump, median of ${plainMs.length}`,
      measured: `${(byHand / plain).toFixed(2)} (${rate(plain)}; by hand ${rate(byHand)})`,
      ...{ bound: `≥ ${leastOfByHand}`, isMet: byHand / plain >= leastOfByHand },
    },
    {
      what: `${engine}: the same, encrypted with \`age\``,
      measured: ratio(median(encryptedMs)),
      ...{ bound: `≥ ${leastEncrypted}`, isMet: byHand / median(encryptedMs) >= leastEncrypted },
    },
    ...(s3Ms.length === 0 ? [] : [s3Figure(engine, plain, median(s3Ms), rate)]),
    ...(mydumperMs.length === 0
      ? []
      : [
          {
            what: `${engine}: \`mydumper\` 0.10 with two threads and gzip ÷ ${name}`,
            measured: ratio(median(mydumperMs)),
            ...{ bound: '', isMet: null },
          },
        ]),
    {
      what: `${engine}: an answer of the API during a backup, p99 of ${answersMs.length}`,
      measured: `${answered.toFixed(1)} ms`,
      ...{ bound: `≤ ${mostAnswerMs} ms`, isMet: answered <= mostAnswerMs },
    },
    {
      what: `${engine}: memory of the API during a backup`,
      measured: `+${more.toFixed(0)} MiB (${(rssBefore / mib).toFixed(0)} before)`,
      ...{ bound: `≤ +${mostMoreMiB} MiB`, isMet: more <= mostMoreMiB },
    },
    {
      what: `${engine}: restored into a throwaway server`,
      measured: `${restore.state}${restore.reason === null ? '' : ` (${restore.reason.slice(0, 300)})`}, ${((restore.restoreMs ?? 0) / 1000).toFixed(1)} s, ${restore.tables?.identical ?? 0} of ${restore.tables?.compared ?? 0} tables identical`,
      ...{ bound: 'passed', isMet: restore.state === 'passed' },
    },
  ];
}

function s3Figure(engine: string, plain: number, s3: number, rate: (ms: number) => string): Figure {
  return {
    what: `${engine}: throughput to S3 (Ceph on the same cores) ÷ to a folder`,
    measured: `${(plain / s3).toFixed(2)} (${rate(s3)})`,
    ...{ bound: `≥ ${leastOfFolder}`, isMet: plain / s3 >= leastOfFolder },
  };
}

function costFigure({ aloneMs, besideByHandMs, besideOursMs }: SourceCost): Figure {
  return {
    what: 'mariadb: an application on the source (reads and updates by key), p95 of a statement',
    measured: `alone ${aloneMs.toFixed(2)} ms; beside a dump by hand ${besideByHandMs.toFixed(2)} ms; beside a backup ${besideOursMs.toFixed(2)} ms`,
    ...{ bound: '', isMet: null },
  };
}
