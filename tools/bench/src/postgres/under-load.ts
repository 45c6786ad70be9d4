import type { PostgresLab } from '@cutover/lab';
import { median } from '../percentile.js';
import { runVerify, type NamedRow } from '../verify/our-command.js';
import { benchTable, runAll } from './bench-rows.js';
import { startWriters } from './writers.js';

/** What came of verifying the table while it was written. */
export interface UnderLoad {
  commitsPerSecond: number;
  passes: number;
  /** Passes that proved the table equal, in snapshots. */
  matched: number;
  /** Rows that were named though nothing was planted. */
  falseDifferences: number;
  passMs: number;
  planted: number;
  /** Planted rows that were named. */
  found: number;
  /** Other rows that were named beside them. */
  others: number;
}

export interface UnderLoadPlan {
  root: string;
  config: string;
  rows: number;
  passes: number;
  commitsPerSecond: number;
}

const idsFrom = (length: number, first: number, step: number): number[] =>
  Array.from({ length }, (_, index) => first + index * step);
/** Keys of rows that no writer touches. */
const changed = idsFrom(10, 3, 97);
const missing = idsFrom(8, 50, 101);
const extra = idsFrom(7, -1, -1_000);
const planted: ReadonlySet<string> = new Set([
  ...changed.map((id) => `changed ${id}`),
  ...missing.map((id) => `missing ${id}`),
  ...extra.map((id) => `extra ${id}`),
]);

/** Verifies the table again and again while it is written, then plants rows on the target and verifies once more. */
export async function verifyUnderLoad(
  lab: PostgresLab,
  { root, config, rows, passes, commitsPerSecond }: UnderLoadPlan,
  tell: (line: string) => void,
): Promise<UnderLoad> {
  const writers = startWriters(lab, rows, commitsPerSecond);
  const startedMs = performance.now();
  const times: number[] = [];
  let matched = 0;
  let falseDifferences = 0;
  try {
    for (let pass = 1; pass <= passes; pass++) {
      const run = await runVerify(root, config, benchTable);
      if (run.code === 0 && run.mode === 'snapshot') matched++;
      falseDifferences += run.differences.length;
      times.push(run.elapsedMs);
      tell(`Pass ${pass} under load: exit ${run.code}, ${run.mode}, ${run.elapsedMs.toFixed(0)} ms`);
    }
    await plantRows(lab);
    const { differences } = await runVerify(root, config, benchTable);
    const named = differences.map(nameOf);
    const found = named.filter((name) => planted.has(name)).length;
    const commits = writers.commits() / ((performance.now() - startedMs) / 1000);
    return {
      ...{ commitsPerSecond: commits, passes, matched, falseDifferences, passMs: median(times) },
      ...{ planted: planted.size, found, others: named.length - found },
    };
  } finally {
    await writers.stop();
  }
}

function nameOf({ kind, key }: NamedRow): string {
  return `${kind} ${key['id']}`;
}

async function plantRows(lab: PostgresLab): Promise<void> {
  await runAll(lab, 'target', [
    `UPDATE ${benchTable} SET c = 'planted' WHERE id IN (${changed.join()})`,
    `DELETE FROM ${benchTable} WHERE id IN (${missing.join()})`,
    `INSERT INTO ${benchTable} (id) VALUES ${extra.map((id) => `(${id})`).join()}`,
  ]);
}
