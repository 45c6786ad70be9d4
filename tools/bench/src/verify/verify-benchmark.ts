import { join } from 'node:path';
import { writeCutoverConfig, type Lab } from '@cutover/lab';
import { median } from '../percentile.js';
import {
  makeRoomInMemory,
  pathOf,
  plainTable,
  seedTable,
  typedTable,
  whileOneRowDiffers,
  type BenchTable,
} from './bench-table.js';
import { PtTableChecksum, timeChecksumTable, timeWeakDigest } from './contenders.js';
import { timeVerify } from './our-command.js';
import { takeTurns } from './take-turns.js';
import { measureSlowdown, type Slowdown } from './throttled.js';

/** Medians of one table, ms. */
export interface TableTimes {
  title: string;
  rows: number;
  rounds: number;
  oursMs: number;
  /** Ours without the start of the process and the connections. */
  comparisonMs: number;
  /** null: pt-table-checksum is not installed. */
  ptMs: number | null;
  checksumMs: number;
  /** A 32-bit digest in one statement a side. */
  weakMs: number;
  /** Ours with one row changed; null: not measured. */
  changedMs: number | null;
  peakRssBytes: number;
}

export interface VerifyMeasurements {
  ptVersion: string | null;
  plain: TableTimes;
  typed: TableTimes;
  /** Of the smaller table, to see that memory does not grow with it. */
  small: { rows: number; peakRssBytes: number };
  slowdown: Slowdown;
  maxLoadPercent: number;
  /** `verification.workers` of our runs. */
  workers: number;
}

export interface VerifyPlan {
  root: string;
  folder: string;
  rows: number;
  rounds: number;
  phaseMs: number;
  /** See {@link VerifyMeasurements}; the servers share the cores of this machine. */
  workers: number;
}

const maxLoadPercent = 10;
const bytesPerRow = 300;

/** Everything of the verify table, in one run on one pair. */
export async function measureVerify(
  lab: Lab,
  plan: VerifyPlan,
  tell: (line: string) => void,
): Promise<VerifyMeasurements> {
  const { root, folder, rows, rounds, workers } = plan;
  const smallRows = Math.round(rows / 5);
  const config = writeCutoverConfig(join(folder, 'verify'), lab.endpoints, {
    port: 0,
    sections: { verification: { workers } },
  });
  await makeRoomInMemory(lab, 256 * 1024 * 1024 + rows * bytesPerRow * 1.5);
  const pt = await PtTableChecksum.prepare(lab, folder);
  if (pt === null)
    tell('pt-table-checksum is not installed: its column stays empty (apt-get install percona-toolkit).');

  tell(`Seeding ${smallRows} rows …`);
  await seedTable(lab, plainTable, smallRows);
  const small = { rows: smallRows, peakRssBytes: (await timeVerify(root, config, pathOf(plainTable))).peakRssBytes };

  tell(`Seeding ${rows} rows …`);
  await seedTable(lab, plainTable, rows);
  const one = { lab, root, config, pt, rounds, tell };
  const plain = await measureTable({ ...one, table: plainTable, rows, hasChange: true });

  tell(`An application beside a verification throttled to ${maxLoadPercent} % …`);
  const throttled = { root, config, table: plainTable, rows, phaseMs: plan.phaseMs, phases: rounds, maxLoadPercent };
  const slowdown = await measureSlowdown(lab, throttled);

  tell(`Seeding ${smallRows} rows of many types …`);
  await seedTable(lab, typedTable, smallRows);
  const typed = await measureTable({ ...one, table: typedTable, rows: smallRows, hasChange: false });
  return { ptVersion: pt?.version ?? null, plain, typed, small, slowdown, maxLoadPercent, workers };
}

interface Contest {
  lab: Lab;
  root: string;
  config: string;
  pt: PtTableChecksum | null;
  rounds: number;
  table: BenchTable;
  rows: number;
  hasChange: boolean;
  tell: (line: string) => void;
}

async function measureTable(contest: Contest): Promise<TableTimes> {
  const { lab, root, config, pt, rounds, table, rows, hasChange, tell } = contest;
  const path = pathOf(table);
  const comparisons: number[] = [];
  let peakRssBytes = 0;
  let changedId = Math.round(rows * 0.37);
  const ours = async (): Promise<number> => {
    const run = await timeVerify(root, config, path);
    comparisons.push(run.comparisonMs);
    peakRssBytes = Math.max(peakRssBytes, run.peakRssBytes);
    return run.elapsedMs;
  };
  const changed = async (): Promise<number> =>
    (await whileOneRowDiffers(lab, table, changedId++, () => timeVerify(root, config, path, 1))).elapsedMs;
  await timeChecksumTable(lab, table);
  const contenders = {
    ours,
    'CHECKSUM TABLE': () => timeChecksumTable(lab, table),
    CRC32: () => timeWeakDigest(lab, table),
    ...(hasChange ? { 'one row changed': changed } : {}),
    ...(pt === null ? {} : { 'pt-table-checksum': () => pt.time(table) }),
  };
  const took = await takeTurns(rounds, contenders, tell);
  return {
    ...{ title: table.title, rows, rounds, peakRssBytes },
    ...{ oursMs: took.ours, comparisonMs: median(comparisons), checksumMs: took['CHECKSUM TABLE'] },
    ...{ weakMs: took.CRC32, ptMs: took['pt-table-checksum'] ?? null, changedMs: took['one row changed'] ?? null },
  };
}
