import { Inject, Injectable } from '@nestjs/common';
import type { ChecksumResult } from '@cutover/contracts';
import { CONFIG, type CutoverConfig } from '../config/config.schema.js';
import { VerdictStore } from '../store/verdict.store.js';

/** The last result of each table: in memory to answer from, in the store to survive a restart. */
@Injectable()
export class LastResults {
  private readonly byMigration: ReadonlyMap<string, Map<string, ChecksumResult>>;

  constructor(
    @Inject(CONFIG) config: CutoverConfig,
    private readonly store: VerdictStore,
  ) {
    this.byMigration = new Map(config.migrations.map(({ name }) => [name, new Map<string, ChecksumResult>()]));
  }

  /** Reads what an earlier process left. Results of this process are newer and stay. Rejects when the store cannot be read. */
  async load(): Promise<void> {
    for (const [migration, results] of this.byMigration)
      for (const result of await this.store.loadChecksums(migration))
        if (!results.has(result.table)) results.set(result.table, result);
  }

  /** By name of the table. */
  of(migration: string): ChecksumResult[] {
    const results = [...(this.byMigration.get(migration)?.values() ?? [])];
    return results.sort((a, b) => (a.table < b.table ? -1 : 1));
  }

  find(migration: string, table: string): ChecksumResult | null {
    return this.byMigration.get(migration)?.get(table) ?? null;
  }

  async put(migration: string, result: ChecksumResult): Promise<void> {
    this.byMigration.get(migration)?.set(result.table, result);
    await this.store.saveChecksum(migration, result);
  }

  /** Forgets tables that are no longer watched: a result nobody renews would be shown for ever. */
  async keepOnly(migration: string, tables: readonly string[]): Promise<void> {
    const results = this.byMigration.get(migration);
    const kept = new Set(tables);
    for (const table of results?.keys() ?? []) if (!kept.has(table)) results?.delete(table);
    await this.store.forgetTables(migration, [...kept]);
  }
}
