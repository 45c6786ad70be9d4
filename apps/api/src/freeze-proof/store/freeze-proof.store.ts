import { Injectable } from '@nestjs/common';
import type { FreezeProof } from '@cutover/contracts';
import { StoreConnection } from '../../store/store-connection.js';
import { FreezeProofEntity } from './freeze-proof.entity.js';

/** Freeze proofs on disk. Saving never rejects for a store out of order; reading rejects with StoreFault. */
@Injectable()
export class FreezeProofStore {
  constructor(private readonly store: StoreConnection) {}

  async save(proof: FreezeProof): Promise<void> {
    const { id, migration, startedAt } = proof;
    // As text now: the next light replaces it while the write waits.
    const row = { id, migration, startedAt, body: JSON.stringify(proof) };
    await this.store.keep(`freeze proof ${id}`, (manager) => manager.upsert(FreezeProofEntity, row, ['id']));
  }

  /** The last one of a migration; null: none. */
  async last(migration: string): Promise<FreezeProof | null> {
    const [row] = await this.store.read((manager) =>
      manager.find(FreezeProofEntity, { where: { migration }, order: { startedAt: 'DESC' }, take: 1 }),
    );
    return row === undefined ? null : (JSON.parse(row.body) as FreezeProof);
  }

  /** Deletes those begun before an instant, but for the last one of each migration. Resolves with how many. */
  async prune(beforeIso: string): Promise<number> {
    return this.store.write(async (manager) => {
      const rows = await manager.find(FreezeProofEntity, {
        select: { id: true, migration: true, startedAt: true },
        order: { startedAt: 'DESC' },
      });
      const kept = new Set<string>();
      const old = rows.filter(({ migration, startedAt }) => {
        const isLast = !kept.has(migration);
        kept.add(migration);
        return !isLast && startedAt < beforeIso;
      });
      if (old.length > 0)
        await manager.delete(
          FreezeProofEntity,
          old.map(({ id }) => id),
        );
      return old.length;
    });
  }
}
