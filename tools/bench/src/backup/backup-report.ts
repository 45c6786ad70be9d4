import { figureTable } from '../figure.js';
import { median } from '../percentile.js';
import type { BackupMeasurements } from './backup-benchmark.js';

const leastOfByHand = 0.95;
const leastEncrypted = 0.8;
const mostMoreMiB = 60;
const mib = 1024 * 1024;

const byHandNames: Readonly<Record<string, string>> = {
  mariadb: '`mariadb-dump \\| zstd -T0`',
  postgres: '`pg_dump -Fc`',
};

/** Pure: the section of docs/benchmarks.md. */
export function backupSection(measured: readonly BackupMeasurements[]): string {
  return figureTable(
    measured.flatMap(({ engine, dumpBytes, byHandMs, plainMs, encryptedMs, rssBefore, rssMost, restore }) => {
      const [byHand, plain, encrypted] = [median(byHandMs), median(plainMs), median(encryptedMs)];
      const rate = (ms: number): string => `${(dumpBytes / 1e6 / (ms / 1000)).toFixed(0)} MB/s`;
      const name = byHandNames[engine] ?? engine;
      const more = (rssMost - rssBefore) / mib;
      return [
        {
          what: `${engine}: throughput to a folder with zstd ÷ ${name}, ${(dumpBytes / 1e6).toFixed(0)} MB of dump, median of ${plainMs.length}`,
          measured: `${(byHand / plain).toFixed(2)} (${rate(plain)}; by hand ${rate(byHand)})`,
          ...{ bound: `≥ ${leastOfByHand}`, isMet: byHand / plain >= leastOfByHand },
        },
        {
          what: `${engine}: the same, encrypted with \`age\``,
          measured: `${(byHand / encrypted).toFixed(2)} (${rate(encrypted)})`,
          ...{ bound: `≥ ${leastEncrypted}`, isMet: byHand / encrypted >= leastEncrypted },
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
    }),
  );
}
