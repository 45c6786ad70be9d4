import type { Lab } from '@cutover/lab';
import { runOn, runUnlogged } from './run-on.js';

/** The table `shop.skipped` of a pair, whose rows are made so that replication may leave some out. */
export interface SkippedTable {
  /** The key of the last row that was written. */
  lastId(): number;
  /** A transaction of its own for each row. */
  write(count?: number): Promise<void>;
  /** Puts both sides' tables back to nothing without a trace. */
  empty(): Promise<void>;
  drop(): Promise<void>;
}

/** Makes it, on both sides. */
export async function createSkippedTable(lab: Lab): Promise<SkippedTable> {
  let rows = 0;
  await runOn(lab, 'source', 'CREATE TABLE shop.skipped (id INT PRIMARY KEY, v INT)');
  await lab.catchUp();
  return {
    lastId: () => rows,
    write: (count = 1) =>
      runOn(lab, 'source', ...Array.from({ length: count }, () => `INSERT INTO shop.skipped VALUES (${++rows}, 0)`)),
    empty: async () => {
      for (const role of ['source', 'target'] as const) await runUnlogged(lab, role, 'DELETE FROM shop.skipped');
    },
    drop: async () => {
      await runOn(lab, 'source', 'DROP TABLE shop.skipped');
      await lab.catchUp();
    },
  };
}
