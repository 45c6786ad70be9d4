import { Column, PrimaryColumn } from 'typeorm';
import type { StoreConnection } from './store-connection.js';
import { turn } from './write-queue.js';

/** Rows written by one statement. */
const portion = 100;

/** Columns of a table that keeps the last result of each watched table; a capability's entity extends it. */
export abstract class TableResultEntity {
  @PrimaryColumn({ type: 'varchar', length: 63 })
  migration!: string;

  /** `db.table`, unquoted. */
  @PrimaryColumn({ name: 'table_id', type: 'varchar', length: 200 })
  table!: string;

  /** The result as JSON. */
  @Column({ type: 'text' })
  body!: string;
}

/**
 * The last result of each watched table, on disk. Saving never rejects for a store out of order: the latest results are
 * kept in memory and written when the store works again (see StoreHealth). Reading rejects with StoreFault.
 */
export class TableResults<Result extends { table: string }> {
  /** @param name distinguishes the waiting writes of one kind of results from those of another */
  constructor(
    private readonly store: StoreConnection,
    private readonly entity: new () => TableResultEntity,
    private readonly name: string,
  ) {}

  async save(migration: string, result: Result): Promise<void> {
    await this.write(`${this.name} ${migration} ${result.table}`, migration, [result]);
  }

  /** The results of several tables, all or none. */
  async saveAll(migration: string, results: readonly Result[]): Promise<void> {
    if (results.length > 0) await this.write(`${this.name} ${migration}`, migration, results);
  }

  /** By name of the table. */
  async load(migration: string): Promise<Result[]> {
    const found = await this.store.read((manager) =>
      manager.find(this.entity, { where: { migration }, order: { table: 'ASC' } }),
    );
    return found.map(({ body }) => JSON.parse(body) as Result);
  }

  /** Forgets tables that are no longer watched. */
  async keepOnly(migration: string, tables: readonly string[]): Promise<void> {
    const kept = new Set(tables);
    await this.store.keep(`forget ${this.name} ${migration}`, async (manager) => {
      const rows = await manager.find(this.entity, { select: { table: true }, where: { migration } });
      for (const { table } of rows) if (!kept.has(table)) await manager.delete(this.entity, { migration, table });
    });
  }

  private async write(key: string, migration: string, results: readonly Result[]): Promise<void> {
    // As text now: the caller may change its results while the write waits.
    const rows = results.map((result) => ({ migration, table: result.table, body: JSON.stringify(result) }));
    await this.store.keep(key, async (manager) => {
      // In portions: SQLite's driver is synchronous, so that the process answers nobody during one statement.
      for (let start = 0; start < rows.length; start += portion) {
        if (start > 0) await turn();
        await manager.upsert(this.entity, rows.slice(start, start + portion), ['migration', 'table']);
      }
    });
  }
}
