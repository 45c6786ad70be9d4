import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Client } from 'pg';
import { findFreePort, roles, startCutover, writeCutoverConfig, type PostgresLab } from '@cutover/lab';
import { median } from '../percentile.js';

export interface PostgresWatchPlan {
  root: string;
  folder: string;
  /** Monitoring cycles over which statement time is measured. */
  cycles: number;
}

/** Statement time on the source a cycle, ms. */
export interface WatchCost {
  intervalSeconds: number;
  tables: number;
  slots: number;
  cycles: number;
  medianMs: number;
  /** The dearest cycle, which also reads what is read once a minute. */
  mostMs: number;
}

const intervalSeconds = 5;
/** As the figure asks: tables of the migration, and slots of the source, those of other tools included. */
const tableCount = 20;
const slotCount = 5;
/** Ours: a slot that nobody reads from keeps all log, so they are dropped at the end. */
const ownSlot = 'bench_';

/** What watching a publisher costs it: every statement of our account in its own log, summed by cycle. */
export async function measurePostgresWatch(
  lab: PostgresLab,
  { root, folder, cycles }: PostgresWatchPlan,
): Promise<WatchCost> {
  await widen(lab);
  const port = await findFreePort();
  const config = writeCutoverConfig(join(folder, 'api'), lab.endpoints, { port, monitoring: { intervalSeconds } });
  await lab.withAdmin('source', (admin) => admin.query('ALTER ROLE cutover SET log_min_duration_statement = 0'));
  const api = await startCutover(root, config, port);
  try {
    // The first minute has what is read once, and the lists of tables.
    await delay(60_000);
    const fromMs = Date.now();
    await delay(intervalSeconds * 1000 * (cycles + 1));
    const sums = perCycle(statementTimes(lab), fromMs);
    return {
      ...{ intervalSeconds, tables: tableCount, slots: slotCount, cycles: sums.length },
      ...{ medianMs: median(sums), mostMs: Math.max(...sums) },
    };
  } finally {
    await api.stop();
    await lab.withAdmin('source', (admin) =>
      admin.query(
        'SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE starts_with(slot_name, $1)',
        [ownSlot],
      ),
    );
  }
}

/** Gives both sides as many tables as the figure asks for, and the source as many slots. */
async function widen(lab: PostgresLab): Promise<void> {
  for (const role of roles)
    await lab.withAdmin(role, async (admin) => {
      const tables = await countOf(admin, "pg_catalog.pg_tables WHERE schemaname = 'public'");
      for (let n = tables; n < tableCount; n++)
        await admin.query(`CREATE TABLE bench_${n} (id int PRIMARY KEY, note text)`);
    });
  await lab.withAdmin('source', async (admin) => {
    for (let n = await countOf(admin, 'pg_catalog.pg_replication_slots'); n < slotCount; n++)
      await admin.query(`SELECT pg_create_logical_replication_slot('${ownSlot}${n}', 'pgoutput')`);
  });
}

async function countOf(admin: Client, from: string): Promise<number> {
  const { rows } = await admin.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${from}`);
  return rows[0]?.n ?? 0;
}

/** Of the server's log, whose lines begin with an instant of UTC: parse, bind and execute are lines of their own. */
function statementTimes(lab: PostgresLab): { atMs: number; tookMs: number }[] {
  const log = readFileSync(join(lab.place.state.socketFolder, 'source', 'error.log'), 'utf8');
  return [...log.matchAll(/^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d\.\d+) UTC .*? duration: ([\d.]+) ms/gm)].map(
    ([, day, time, took]) => ({ atMs: Date.parse(`${day}T${time}Z`), tookMs: Number(took) }),
  );
}

/** Sums by cycle; the first and the last are cut off, because they are not whole. */
function perCycle(times: readonly { atMs: number; tookMs: number }[], fromMs: number): number[] {
  const sums = new Map<number, number>();
  for (const { atMs, tookMs } of times) {
    const cycle = Math.floor(atMs / 1000 / intervalSeconds);
    if (atMs >= fromMs) sums.set(cycle, (sums.get(cycle) ?? 0) + tookMs);
  }
  return [...sums.entries()]
    .sort(([a], [b]) => a - b)
    .map(([, sum]) => sum)
    .slice(1, -1);
}
