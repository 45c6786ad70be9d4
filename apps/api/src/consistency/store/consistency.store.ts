import { Injectable } from '@nestjs/common';
import type { ConsistencyResult } from '@cutover/contracts';
import { StoreConnection } from '../../store/store-connection.js';
import { turn } from '../../store/write-queue.js';
import { TableConsistencyEntity } from './table-consistency.entity.js';

/** Rows written by one statement. */
const portion = 100;

/**
 * Last consistency results on disk. Saving never rejects for a store out of order: the latest results are kept in memory
 * and written when the store works again (see StoreHealth). Reading rejects with StoreFault.
 */
@Injectable()
export class ConsistencyStore {
  constructor(private readonly store: StoreConnection) {}

  /** Keeps the last results of several tables, all or none. */
  async saveConsistency(migration: string, results: ConsistencyResult[]): Promise<void> {
    if (results.length === 0) return;
    const rows = results.map((result) => ({ migration, table: result.table, body: JSON.stringify(result) }));
    await this.store.keep(`consistency ${migration}`, async (manager) => {
      // In portions: SQLite's driver is synchronous, so that the process answers nobody during one statement.
      for (let start = 0; start < rows.length; start += portion) {
        await manager.upsert(TableConsistencyEntity, rows.slice(start, start + portion), ['migration', 'table']);
        await turn();
      }
    });
  }

  async loadConsistency(migration: string): Promise<ConsistencyResult[]> {
    const found = await this.store.read((manager) =>
      manager.find(TableConsistencyEntity, { where: { migration }, order: { table: 'ASC' } }),
    );
    return found.map(({ body }) => JSON.parse(body) as ConsistencyResult);
  }

  /** Forgets the last results of tables that are no longer watched. */
  async forgetTables(migration: string, keep: string[]): Promise<void> {
    const kept = new Set(keep);
    await this.store.keep(`forget consistency ${migration}`, async (manager) => {
      const rows = await manager.find(TableConsistencyEntity, { select: { table: true }, where: { migration } });
      for (const { table } of rows)
        if (!kept.has(table)) await manager.delete(TableConsistencyEntity, { migration, table });
    });
  }
}
