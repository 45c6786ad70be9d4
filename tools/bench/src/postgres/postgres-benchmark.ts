import { join } from 'node:path';
import { writeCutoverConfig, type PostgresLab } from '@cutover/lab';
import { median } from '../percentile.js';
import { timeVerify } from '../verify/our-command.js';
import { takeTurns } from '../verify/take-turns.js';
import { benchTable, grantSnapshots, makeRoomInMemory, seedBenchRows, whileOneRowDiffers } from './bench-rows.js';
import { timeCount, timeDump, timeRowMd5 } from './by-hand.js';
import { verifyUnderLoad, type UnderLoad } from './under-load.js';
import { measurePostgresWatch, type WatchCost } from './postgres-watch.js';

/** Medians, ms. */
export interface PostgresVerifyTimes {
  rows: number;
  rounds: number;
  /** The whole process. */
  oursMs: number;
  /** Ours without the start of the process and the connections. */
  comparisonMs: number;
  /** Ours with one row changed, the whole process. */
  changedMs: number;
  rowMd5Ms: number;
  countMs: number;
  /** Once only; null: pg_dump is not installed. */
  dumpMs: number | null;
  peakRssBytes: number;
}

export interface PostgresMeasurements {
  verify: PostgresVerifyTimes;
  underLoad: UnderLoad;
  watch: WatchCost;
}

export interface PostgresPlan {
  root: string;
  folder: string;
  rows: number;
  rounds: number;
  /** Monitoring cycles over which statement time is measured. */
  cycles: number;
  /** `verification.workers` of our runs; the servers share the cores of this machine. */
  workers: number;
}

const passes = 20;
const commitsPerSecond = 300;

/** Every figure of PostgreSQL, in one run on one pair. */
export async function measurePostgres(
  lab: PostgresLab,
  { root, folder, rows, rounds, cycles, workers }: PostgresPlan,
  tell: (line: string) => void,
): Promise<PostgresMeasurements> {
  tell(`Statement time over ${cycles} cycles …`);
  const watch = await measurePostgresWatch(lab, { root, folder, cycles });
  await grantSnapshots(lab);
  await makeRoomInMemory(lab, rows);
  tell(`Seeding ${rows} rows on both sides …`);
  await seedBenchRows(lab, rows);
  const config = writeCutoverConfig(join(folder, 'verify'), lab.endpoints, {
    port: 0,
    sections: { verification: { workers } },
  });
  const verify = await measureVerifyTimes(lab, { root, folder, config, rows, rounds }, tell);
  const underLoad = await verifyUnderLoad(lab, { root, config, rows, passes, commitsPerSecond }, tell);
  return { verify, underLoad, watch };
}

async function measureVerifyTimes(
  lab: PostgresLab,
  {
    root,
    folder,
    config,
    rows,
    rounds,
  }: { root: string; folder: string; config: string; rows: number; rounds: number },
  tell: (line: string) => void,
): Promise<PostgresVerifyTimes> {
  const comparisons: number[] = [];
  let peakRssBytes = 0;
  let changedId = Math.round(rows * 0.37);
  const ours = async (): Promise<number> => {
    const run = await timeVerify(root, config, benchTable);
    comparisons.push(run.comparisonMs);
    tell(`Without the start of the process: ${run.comparisonMs} ms`);
    peakRssBytes = Math.max(peakRssBytes, run.peakRssBytes);
    return run.elapsedMs;
  };
  const changed = async (): Promise<number> =>
    (await whileOneRowDiffers(lab, changedId++, () => timeVerify(root, config, benchTable, 1))).elapsedMs;
  const contenders = {
    ours,
    'md5(t::text)': () => timeRowMd5(lab),
    'one row changed': changed,
    'count(*)': () => timeCount(lab),
  };
  await timeCount(lab);
  const took = await takeTurns(rounds, contenders, tell);
  tell('pg_dump | sort | md5sum of both sides …');
  return {
    ...{ rows, rounds, peakRssBytes, oursMs: took.ours, comparisonMs: median(comparisons) },
    ...{ changedMs: took['one row changed'], rowMd5Ms: took['md5(t::text)'], countMs: took['count(*)'] },
    dumpMs: await timeDump(lab, folder),
  };
}
