import { Injectable } from '@nestjs/common';
import type { ConsistencyResult } from '@cutover/contracts';
import { StoreConnection } from '../../store/store-connection.js';
import { TableResults } from '../../store/table-results.js';
import { TableConsistencyEntity } from './table-consistency.entity.js';

/** Last consistency results on disk. */
@Injectable()
export class ConsistencyStore {
  private readonly results: TableResults<ConsistencyResult>;

  constructor(store: StoreConnection) {
    this.results = new TableResults(store, TableConsistencyEntity, 'consistency');
  }

  /** Keeps the last results of several tables, all or none. Never rejects for a store out of order. */
  saveConsistency(migration: string, results: ConsistencyResult[]): Promise<void> {
    return this.results.saveAll(migration, results);
  }

  /** By name of the table. Rejects with StoreFault. */
  loadConsistency(migration: string): Promise<ConsistencyResult[]> {
    return this.results.load(migration);
  }

  /** Forgets the last results of tables that are no longer watched. */
  forgetTables(migration: string, keep: string[]): Promise<void> {
    return this.results.keepOnly(migration, keep);
  }
}
