import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { MigrationSummary } from '@cutover/contracts';
import {
  findFreePort,
  roles,
  startCutover,
  writeCutoverConfig,
  type CutoverProcess,
  type PostgresLab,
  type Role,
} from '@cutover/lab';
import { readUsage } from '../process-usage.js';
import { dropDatabases, makeDatabases, planDatabases } from './make-databases.js';
import { ServerWatch, type CarriedLoad } from './server-watch.js';

export interface DatabasesPlan {
  root: string;
  folder: string;
  databases: number;
  tablesPerDatabase: number;
  /** Of both servers. */
  maxConnections: number;
  /** How long it is waited for that all databases are watched. */
  limitMs: number;
  /** How long the process is watched once that is over: what is read most rarely is read every 150 s, and belongs to what it costs. */
  watchMs: number;
  tell: (line: string) => void;
}

/** What one process that watches many databases of one pair of servers costs. */
export interface DatabasesMeasurements {
  databases: number;
  tablesPerDatabase: number;
  maxConnections: number;
  intervalSeconds: number;
  /** Databases of which both sides answered, and whose lag was known, when it was looked at. */
  watched: number;
  /** From the start of the process until all were, or until waiting ended. */
  watchedAfterMs: number;
  /** CPU time of the process ÷ time. */
  cpuShare: number;
  rssBytes: number;
  /** The oldest reading of the lag of any database that was seen. */
  oldestReadingMs: number;
  rest: Readonly<Record<Role, CarriedLoad & { statementsPerSecond: number }>>;
  /** Connections at most, from the start of the process on. */
  most: Readonly<Record<Role, number>>;
}

/** As it is where nothing is configured. */
const intervalSeconds = 5;
/** After the start: what is read rarely was read once, and connections that are not needed are closed. */
const settleMs = 60_000;
const ageLooks = 20;

/** One migration of many databases, watched by one process that compares no rows meanwhile. */
export async function measureDatabases(lab: PostgresLab, plan: DatabasesPlan): Promise<DatabasesMeasurements> {
  const { root, folder, databases, tablesPerDatabase, maxConnections, limitMs, watchMs, tell } = plan;
  const made = planDatabases(databases, tablesPerDatabase);
  tell(`Making ${databases} databases × ${tablesPerDatabase} tables on both sides …`);
  await makeDatabases(lab, made, maxConnections);
  const port = await findFreePort();
  const config = writeCutoverConfig(join(folder, 'databases'), lab.endpoints, {
    // What comparing rows costs is bounded by verification.maxLoadPercent, and measured elsewhere.
    ...{ port, monitoring: { intervalSeconds, checksumIntervalMinutes: 0, consistencyIntervalMinutes: 0 } },
    migration: { databases: made.names, schemas: ['public'] },
    sides: { database: undefined },
  });
  const servers = new ServerWatch(lab);
  const startedMs = performance.now();
  const api = await startCutover(root, config, port);
  try {
    tell(`Waiting until all databases are watched, for at most ${limitMs / 1000} s …`);
    let watched = 0;
    while (watched < databases && performance.now() - startedMs < limitMs) {
      await delay(2_000);
      watched = (await summariesOf(api)).filter(isWatched).length;
    }
    const watchedAfterMs = performance.now() - startedMs;
    tell(`${watched} databases are watched after ${(watchedAfterMs / 1000).toFixed(0)} s. Measuring …`);
    await delay(settleMs);
    const before = await countsOf(servers);
    const usage = { ...readUsage(api.pid), atMs: performance.now() };
    let rssBytes = usage.rssBytes;
    while (performance.now() - usage.atMs < watchMs) {
      await delay(1_000);
      rssBytes = Math.max(rssBytes, readUsage(api.pid).rssBytes);
    }
    const tookMs = performance.now() - usage.atMs;
    const cpuShare = (readUsage(api.pid).cpuMs - usage.cpuMs) / tookMs;
    const after = await countsOf(servers);
    const restOf = (role: Role) => ({
      ...servers.of(role),
      statementsPerSecond: (after[role] - before[role]) / (tookMs / 1000),
    });
    const rest = { source: restOf('source'), target: restOf('target') };
    const oldestReadingMs = await oldestReading(api);
    watched = (await summariesOf(api)).filter(isWatched).length;
    return {
      ...{ databases, tablesPerDatabase, maxConnections, intervalSeconds, watched, watchedAfterMs },
      ...{ cpuShare, rssBytes, oldestReadingMs, rest },
      most: { source: servers.of('source').mostConnections, target: servers.of('target').mostConnections },
    };
  } catch (error) {
    // What the process said last: it may have ended.
    tell(api.output().slice(-2_000));
    throw error;
  } finally {
    await api.stop();
    await servers.stop();
    await dropDatabases(lab, made);
  }
}

async function countsOf(servers: ServerWatch): Promise<Record<Role, number>> {
  const [source = 0, target = 0] = await Promise.all(roles.map((role) => servers.statements(role)));
  return { source, target };
}

/** Asked of the metrics, which tell of the age of each last reading. Asking costs, so it comes after what is measured. */
async function oldestReading({ url }: CutoverProcess): Promise<number> {
  let oldest = 0;
  for (let look = 0; look < ageLooks; look++) {
    await delay(500);
    const text = await (await fetch(`${url}/metrics`)).text();
    for (const [, age] of text.matchAll(/^cutover_last_sample_age_seconds\{[^}]*\} (\S+)$/gm))
      oldest = Math.max(oldest, Number(age) * 1000);
  }
  return oldest;
}

async function summariesOf({ url }: CutoverProcess): Promise<MigrationSummary[]> {
  return (await (await fetch(`${url}/api/migrations`)).json()) as MigrationSummary[];
}

function isWatched({ connectionStatus: { source, target }, lag }: MigrationSummary): boolean {
  return source.state === 'up' && target.state === 'up' && (lag?.state === 'idle' || lag?.state === 'applying');
}
