import { Injectable } from '@nestjs/common';
import { StoreConnection } from '../../store/store-connection.js';
import { KeptHistories } from '../kept-histories.js';
import type { PairHistory } from '../pair-history.js';
import { PairHistoryEntity } from './pair-history.entity.js';

/** Histories of pairs on disk. Saving never rejects for a store out of order; reading rejects with StoreFault. */
@Injectable()
export class PairHistoryStore extends KeptHistories {
  constructor(private readonly store: StoreConnection) {
    super();
  }

  async save(migration: string, history: PairHistory): Promise<void> {
    // As text now: the next look replaces it while the write waits.
    const row = { migration, body: JSON.stringify(history) };
    await this.store.keep(`pair history ${migration}`, (manager) =>
      manager.upsert(PairHistoryEntity, row, ['migration']),
    );
  }

  async loadAll(): Promise<Map<string, PairHistory>> {
    const rows = await this.store.read((manager) => manager.find(PairHistoryEntity));
    return new Map(rows.map(({ migration, body }) => [migration, JSON.parse(body) as PairHistory]));
  }
}
