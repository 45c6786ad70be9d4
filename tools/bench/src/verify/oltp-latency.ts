import { randomInt } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Connection } from 'mysql2/promise';
import type { Lab } from '@cutover/lab';
import type { BenchTable } from './bench-table.js';

const connections = 2;
/** Pause between two pairs of statements on one connection. */
const pauseMs = 15;

/** An application on the source: point reads and updates by key. Answers how long each statement took, ms. */
export async function oltpLatencies(lab: Lab, table: BenchTable, rows: number, forMs: number): Promise<number[]> {
  const took: number[] = [];
  const untilMs = performance.now() + forMs;
  const timed = async (connection: Connection, sql: string, values: readonly unknown[]): Promise<void> => {
    const startedMs = performance.now();
    await connection.query(sql, [...values]);
    took.push(performance.now() - startedMs);
  };
  const work = (): Promise<void> =>
    lab.withAdmin('source', async (connection) => {
      while (performance.now() < untilMs) {
        await timed(connection, `SELECT c FROM ${table.name} WHERE id = ?`, [1 + randomInt(rows)]);
        await timed(connection, `UPDATE ${table.name} SET k = k + 1 WHERE id = ?`, [1 + randomInt(rows)]);
        await delay(pauseMs);
      }
    });
  await Promise.all(Array.from({ length: connections }, work));
  return took;
}
