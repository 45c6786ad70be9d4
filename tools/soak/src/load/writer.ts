import { setTimeout as pause } from 'node:timers/promises';
import type { Connection } from 'mysql2/promise';
import type { Lab } from '@cutover/lab';
import type { Random } from '../random.js';
import { onSide, rowsOf } from '../stage/session.js';
import { firstHotId, soakTables } from '../stage/soak-tables.js';

const transactionsEach = 100;
const betweenMs = 60;
const hotTables = soakTables.filter(({ isHot }) => isHot).map(({ name }) => name);

/** One of those who write: inserts, updates, deletes, transactions over two tables, and XA. */
export class Writer {
  private readonly rows: { table: string; id: number }[] = [];
  private count = 0;

  constructor(
    private readonly index: number,
    private readonly writers: number,
    private readonly random: Random,
  ) {}

  /** Writes some transactions over one connection; how many were committed. */
  async writeSome(lab: Lab, isOver: () => boolean): Promise<number> {
    return onSide(lab, 'source', async (source) => {
      await this.clearUp(source);
      let commits = 0;
      for (; commits < transactionsEach && !isOver(); commits += 1) {
        await this.write(source);
        await pause(this.random.int(betweenMs * 2));
      }
      return commits;
    });
  }

  /** What was prepared when the source, or the connection, ended stays prepared, and holds its locks. */
  private async clearUp(source: Connection): Promise<void> {
    const prepared = await rowsOf(source, 'XA RECOVER');
    for (const { data } of prepared)
      if (String(data).startsWith(`soak-${this.index}-`)) await source.query(`XA ROLLBACK '${data}'`);
  }

  private async write(source: Connection): Promise<void> {
    const dice = this.random.int(100);
    if (dice < 40) await source.query(this.insert());
    else if (dice < 65) await source.query(this.update());
    else if (dice < 80) await source.query(this.remove());
    else if (dice < 92) await this.together(source);
    else await this.distributed(source);
  }

  private insert(): string {
    this.count += 1;
    const id = firstHotId + this.count * this.writers + this.index;
    const table = this.random.pick(hotTables);
    this.rows.push({ table, id });
    if (this.rows.length > 300) this.rows.shift();
    return `INSERT INTO ${table} (id, payload, amount) VALUES (${id}, 'hot ${this.random.int(1e9)}', ${id % 977})`;
  }

  private update(): string {
    if (this.rows.length === 0) return this.insert();
    const { table, id } = this.random.pick(this.rows);
    return `UPDATE ${table} SET payload = 'hot ${this.random.int(1e9)}', amount = amount + 1 WHERE id = ${id}`;
  }

  private remove(): string {
    if (this.rows.length < 20) return this.insert();
    const [row] = this.rows.splice(this.random.int(this.rows.length), 1);
    return `DELETE FROM ${row!.table} WHERE id = ${row!.id}`;
  }

  private async together(source: Connection): Promise<void> {
    await source.query('START TRANSACTION');
    try {
      for (const statement of [this.insert(), this.update(), this.remove()]) await source.query(statement);
      await source.query('COMMIT');
    } catch (error) {
      await source.query('ROLLBACK').catch(() => undefined);
      throw error;
    }
  }

  private async distributed(source: Connection): Promise<void> {
    this.count += 1;
    const name = `'soak-${this.index}-${this.count}'`;
    await source.query(`XA START ${name}`);
    await source.query(this.insert());
    await source.query(this.update());
    await source.query(`XA END ${name}`);
    await source.query(`XA PREPARE ${name}`);
    await pause(this.random.int(200));
    await source.query(`XA ${this.random.chance(0.8) ? 'COMMIT' : 'ROLLBACK'} ${name}`);
  }
}
