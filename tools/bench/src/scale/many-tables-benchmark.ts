import { setTimeout as delay } from 'node:timers/promises';
import { join } from 'node:path';
import type { MigrationDetail } from '@cutover/contracts';
import { findFreePort, startCutover, writeCutoverConfig, type CutoverProcess, type Lab } from '@cutover/lab';
import { readUsage } from '../process-usage.js';
import { openCountedSocket } from './counted-socket.js';
import { LivenessWatch } from './liveness-watch.js';
import { makeManyTables, planTables } from './many-tables.js';
import type { ManyTablesMeasurements } from './scale-report.js';

export interface ManyTablesPlan {
  root: string;
  folder: string;
  tables: number;
  /** How long `safe` is waited for. */
  limitMs: number;
  /** How long the process is watched once nothing is left to do. */
  idleMs: number;
  tell: (line: string) => void;
}

/** One migration of very many small tables, one dashboard: from the start of the process to `safe`, and idle afterwards. */
export async function measureManyTables(lab: Lab, plan: ManyTablesPlan): Promise<ManyTablesMeasurements> {
  const { root, folder, limitMs, idleMs, tell } = plan;
  const pair = planTables(plan.tables);
  tell(`Making ${pair.tables} tables on both sides …`);
  await makeManyTables(lab, pair);
  const port = await findFreePort();
  const config = writeCutoverConfig(join(folder, 'many-tables'), lab.endpoints, {
    port,
    migration: { databases: pair.databases },
  });
  const api = await startCutover(root, config, port);
  const watch = new LivenessWatch(api.url, api.pid);
  const socket = openCountedSocket(api.url);
  try {
    tell(`Waiting for safe, for at most ${limitMs / 1000} s …`);
    const safeAfterMs = await untilSafe(api, limitMs);
    const firstRound = { bytesByEvent: new Map(socket.bytesByEvent()), bytes: socket.totalBytes() };
    const last = await detailOf(api);
    await untilCounted(api, pair.tables, limitMs);
    // Their last results are on their way to the socket and to the store.
    await delay(5_000);
    // Nobody asks: what is measured is the process with one socket open.
    watch.stop();
    tell('Idle …');
    const before = { ...readUsage(api.pid), bytes: socket.totalBytes(), atMs: performance.now() };
    await delay(idleMs);
    const tookMs = performance.now() - before.atMs;
    const { worstMs, answers, rssBytes } = watch.seen();
    return {
      ...{ pair, limitMs, safeAfterMs, worstMs, answers, rssBytes },
      ...{ firstRound, answer: last.verdict.answer, tablesEqual: last.verdict.basis.tablesEqual },
      idleShare: (readUsage(api.pid).cpuMs - before.cpuMs) / tookMs,
      idleBytesPerSecond: (socket.totalBytes() - before.bytes) / (tookMs / 1000),
      listBytes: await bytesOf(api, '/api/migrations'),
      detailBytes: await bytesOf(api, '/api/migrations/shop'),
    };
  } finally {
    socket.close();
    watch.stop();
    await api.stop();
  }
}

/** From the moment at which both servers were seen to answer; null: not within the limit. */
async function untilSafe(api: CutoverProcess, limitMs: number): Promise<number | null> {
  let seenAtMs: number | null = null;
  const startedMs = performance.now();
  while (performance.now() - (seenAtMs ?? startedMs) < limitMs) {
    const { connectionStatus, verdict } = await detailOf(api);
    const areSeen = connectionStatus.source.state === 'up' && connectionStatus.target.state === 'up';
    if (areSeen) seenAtMs ??= performance.now();
    if (verdict.answer === 'safe' && seenAtMs !== null) return performance.now() - seenAtMs;
    await delay(1_000);
  }
  return null;
}

/** The first pass of row counts has ended too; or not within the limit, and then it is no idle process that is measured. */
async function untilCounted(api: CutoverProcess, tables: number, limitMs: number): Promise<void> {
  const startedMs = performance.now();
  while (performance.now() - startedMs < limitMs) {
    const { consistency } = (await detailOf(api)).tables;
    if (Object.values(consistency).reduce((sum, count) => sum + count, 0) === tables) return;
    await delay(1_000);
  }
}

async function detailOf(api: CutoverProcess): Promise<MigrationDetail> {
  return (await (await fetch(`${api.url}/api/migrations/shop`)).json()) as MigrationDetail;
}

async function bytesOf(api: CutoverProcess, path: string): Promise<number> {
  return (await (await fetch(api.url + path)).arrayBuffer()).byteLength;
}
