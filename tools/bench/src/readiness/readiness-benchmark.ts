import { setTimeout as delay } from 'node:timers/promises';
import { join } from 'node:path';
import type { MigrationDetail, Readiness } from '@cutover/contracts';
import { findFreePort, startCutover, writeCutoverConfig, type CutoverProcess, type Lab } from '@cutover/lab';
import { readUsage } from '../process-usage.js';
import { makeManyTables, planTables } from '../scale/many-tables.js';
import type { ReadinessMeasurements } from './readiness-report.js';

export interface ReadinessPlan {
  root: string;
  folder: string;
  tables: number;
  /** How often the readiness is asked for. */
  rounds: number;
  /** How long it is waited until every table was compared. */
  limitMs: number;
  tell: (line: string) => void;
}

/** What was judged is kept for a quarter of a second: whoever waits longer has everything judged anew. */
const betweenMs = 300;

/** How long the product needs to judge a migration of many tables anew, from what its watchers have, and to answer. */
export async function measureReadiness(lab: Lab, plan: ReadinessPlan): Promise<ReadinessMeasurements> {
  const { root, folder, rounds, limitMs, tell } = plan;
  const pair = planTables(plan.tables);
  tell(`Making ${pair.tables} tables on both sides …`);
  await makeManyTables(lab, pair);
  const port = await findFreePort();
  const config = writeCutoverConfig(join(folder, 'readiness'), lab.endpoints, {
    port,
    // Nothing is measured beside it but the lag, whose samples have everything judged.
    monitoring: { intervalSeconds: 5, checksumIntervalMinutes: 60, consistencyIntervalMinutes: 60 },
    migration: { databases: pair.databases },
    sections: { verification: { maxLoadPercent: 100 } },
  });
  const api = await startCutover(root, config, port);
  try {
    tell(`Waiting until all were compared, for at most ${limitMs / 1000} s …`);
    const compared = await untilCompared(api, pair.tables, limitMs);
    tell(`Asking ${rounds} times …`);
    const tookMs: number[] = [];
    const liveMs: number[] = [];
    let bytes = 0;
    const before = readUsage(api.pid).cpuMs;
    for (let round = 0; round < rounds; round += 1) {
      await delay(betweenMs);
      liveMs.push((await timed(`${api.url}/api/health/live`)).tookMs);
      const asked = await timed(`${api.url}/api/migrations/shop/readiness`);
      tookMs.push(asked.tookMs);
      bytes = asked.text.length;
    }
    const cpuMs = (readUsage(api.pid).cpuMs - before) / rounds;
    const { answer } = (await (await fetch(`${api.url}/api/migrations/shop/readiness`)).json()) as Readiness;
    return { tables: pair.tables, compared, answer, tookMs, liveMs, cpuMs, bytes };
  } finally {
    await api.stop();
  }
}

/** How many tables have a result when all have one, or the limit is over. */
async function untilCompared(api: CutoverProcess, tables: number, limitMs: number): Promise<number> {
  const startedMs = performance.now();
  for (;;) {
    const detail = (await (await fetch(`${api.url}/api/migrations/shop`)).json()) as MigrationDetail;
    const compared = Object.values(detail.tables.checksums).reduce((sum, count) => sum + count, 0);
    const isDone = compared >= tables && detail.activeRun?.state !== 'running';
    if (isDone || performance.now() - startedMs > limitMs) return compared;
    await delay(1_000);
  }
}

async function timed(url: string): Promise<{ tookMs: number; text: string }> {
  const startedMs = performance.now();
  const text = await (await fetch(url)).text();
  return { tookMs: performance.now() - startedMs, text };
}
