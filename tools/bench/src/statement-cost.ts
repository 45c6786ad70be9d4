import { setTimeout as delay } from 'node:timers/promises';
import type { RowDataPacket } from 'mysql2/promise';
import type { Lab } from '@cutover/lab';
import type { Figure } from './figure.js';
import { median } from './percentile.js';

/** Tables that the measured migration has: the lab's, and as many more as it takes. */
const tableCount = 20;

interface LoggedStatement extends RowDataPacket {
  /** Seconds since the epoch, with microseconds. */
  startedAt: string;
  /** Microseconds. */
  took: string;
}

/** Adds empty tables to the shop until it has as many as the figure asks for. */
export async function widenShop(lab: Lab): Promise<void> {
  await lab.withAdmin('source', async (connection) => {
    const [rows] = await connection.query<RowDataPacket[]>(
      "SELECT COUNT(*) AS n FROM information_schema.TABLES WHERE TABLE_SCHEMA = ? AND TABLE_TYPE = 'BASE TABLE'",
      [lab.database],
    );
    for (let n = Number(rows[0]?.n); n < tableCount; n++)
      await connection.query(`CREATE TABLE \`${lab.database}\`.\`bench_${n}\` (id INT PRIMARY KEY, note VARCHAR(100))`);
  });
  await lab.catchUp();
}

/**
 * Statement time that a monitoring cycle costs the source, by the server's own slow log with a threshold of 0:
 * every statement of our account, summed per cycle of `intervalSeconds`.
 */
export async function measureStatementCost(lab: Lab, intervalSeconds: number, cycles: number): Promise<Figure[]> {
  await withStatementLog(lab, () => delay(intervalSeconds * 1000 * (cycles + 1)));
  const statements = await lab.withAdmin('source', async (connection) => {
    const [rows] = await connection.query<LoggedStatement[]>(
      `SELECT UNIX_TIMESTAMP(start_time) AS startedAt, TIME_TO_SEC(query_time) * 1000000 AS took
         FROM mysql.slow_log WHERE user_host LIKE 'cutover[%' ORDER BY start_time`,
    );
    await connection.query('TRUNCATE TABLE mysql.slow_log');
    return rows;
  });
  const costsMs = perCycle(statements, intervalSeconds);
  const cost = median(costsMs);
  return [
    {
      what: `Statement time on the source per ${intervalSeconds} s cycle, ${tableCount} tables, no checksums (median of ${costsMs.length} cycles, ${statements.length} statements)`,
      measured: `${cost.toFixed(2)} ms`,
      bound: '≤ 20 ms',
      isMet: cost <= 20,
    },
  ];
}

async function withStatementLog(lab: Lab, work: () => Promise<void>): Promise<void> {
  await lab.withAdmin('source', async (connection) => {
    await connection.query('TRUNCATE TABLE mysql.slow_log');
    await connection.query("SET GLOBAL log_output = 'TABLE', GLOBAL long_query_time = 0, GLOBAL slow_query_log = ON");
  });
  try {
    // A session takes over long_query_time when it connects: ours must connect anew.
    await lab.withAdmin('source', async (connection) => {
      const [threads] = await connection.query<RowDataPacket[]>(
        "SELECT id FROM information_schema.PROCESSLIST WHERE user = 'cutover'",
      );
      for (const { id } of threads) await connection.query(`KILL ${Number(id)}`).catch(() => undefined);
    });
    await work();
  } finally {
    await lab.withAdmin('source', (connection) =>
      connection.query("SET GLOBAL slow_query_log = OFF, GLOBAL long_query_time = 10, GLOBAL log_output = 'FILE'"),
    );
  }
}

/** Sums by cycle; the first and the last are cut off, because they are not whole. */
function perCycle(statements: readonly LoggedStatement[], intervalSeconds: number): number[] {
  const sums = new Map<number, number>();
  for (const { startedAt, took } of statements) {
    const cycle = Math.floor(Number(startedAt) / intervalSeconds);
    sums.set(cycle, (sums.get(cycle) ?? 0) + Number(took) / 1000);
  }
  return [...sums.values()].slice(1, -1);
}
