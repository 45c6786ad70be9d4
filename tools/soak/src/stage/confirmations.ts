import type { Lab } from '@cutover/lab';
import { onSide, rowsOf } from './session.js';

interface Waiting {
  readonly tables: readonly string[];
  readonly position: string;
  readonly done: (atMs: number) => void;
}

/** What was done on the source, and must reach the target before it is known to be so on both sides. */
export class Confirmations {
  private waiting: Waiting[] = [];

  constructor(private readonly lab: Lab) {}

  /** Calls `done` when the target has applied all that the source has committed up to now. */
  async whenApplied(tables: readonly string[], done: (atMs: number) => void): Promise<void> {
    const [row] = await onSide(this.lab, 'source', (source) => rowsOf(source, 'SELECT @@GLOBAL.gtid_binlog_pos AS p'));
    this.waiting.push({ tables, position: String(row!['p']), done });
  }

  /** Nothing is under way to the target that concerns this table: what is done to it there is done to this very table. */
  isSettled(table: string): boolean {
    return !this.waiting.some(({ tables }) => tables.includes(table));
  }

  /** Looks what the target has applied meanwhile. */
  async look(): Promise<void> {
    if (this.waiting.length === 0 || !this.lab.server('target').isRunning()) return;
    const positions = this.waiting.map(({ position }) => `MASTER_GTID_WAIT('${position}', 0.001)`);
    const rows = await onSide(this.lab, 'target', (target) => rowsOf(target, `SELECT ${positions.join(', ')}`));
    const outcomes = Object.values(rows[0] ?? {});
    const atMs = Date.now();
    const reached = this.waiting.filter((_, index) => Number(outcomes[index]) === 0);
    this.waiting = this.waiting.filter((each) => !reached.includes(each));
    for (const { done } of reached) done(atMs);
  }
}
