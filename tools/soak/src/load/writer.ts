import { setTimeout as pause } from 'node:timers/promises';
import type { Random } from '../random.js';
import type { Session, SoakPair } from '../stage/pair.js';
import { firstHotId, hotTables } from '../stage/soak-rows.js';

const transactionsEach = 100;
const betweenMs = 60;

/** One of those who write: inserts, updates, deletes, transactions over two tables, and some in two phases. */
export class Writer {
  private readonly rows: { table: string; id: number }[] = [];
  private count = 0;

  constructor(
    private readonly pair: SoakPair,
    private readonly index: number,
    private readonly writers: number,
    private readonly random: Random,
  ) {}

  /** Writes some transactions over one connection; how many were committed. */
  async writeSome(isOver: () => boolean): Promise<number> {
    return this.pair.onSide('source', async (source) => {
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
  private async clearUp(source: Session): Promise<void> {
    const { twoPhase } = this.pair;
    for (const name of await twoPhase.prepared(source))
      if (name.startsWith(`soak-${this.index}-`)) await source.rows(twoPhase.rollback(name));
  }

  private async write(source: Session): Promise<void> {
    const dice = this.random.int(100);
    if (dice < 40) await source.rows(this.insert());
    else if (dice < 65) await source.rows(this.update());
    else if (dice < 80) await source.rows(this.remove());
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

  private async together(source: Session): Promise<void> {
    await source.rows('START TRANSACTION');
    try {
      for (const statement of [this.insert(), this.update(), this.remove()]) await source.rows(statement);
      await source.rows('COMMIT');
    } catch (error) {
      await source.rows('ROLLBACK').catch(() => undefined);
      throw error;
    }
  }

  private async distributed(source: Session): Promise<void> {
    this.count += 1;
    const name = `soak-${this.index}-${this.count}`;
    const { twoPhase } = this.pair;
    await source.rows(twoPhase.begin(name));
    await source.rows(this.insert());
    await source.rows(this.update());
    for (const statement of twoPhase.prepare(name)) await source.rows(statement);
    await pause(this.random.int(200));
    await source.rows(this.random.chance(0.8) ? twoPhase.commit(name) : twoPhase.rollback(name));
  }
}
