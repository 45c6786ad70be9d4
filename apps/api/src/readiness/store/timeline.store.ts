import { Injectable } from '@nestjs/common';
import type { VerdictEntry } from '@cutover/contracts';
import { LessThan, LessThanOrEqual } from 'typeorm';
import { StoreConnection } from '../../store/store-connection.js';
import { VerdictEntryEntity, VerdictWatchEntity } from './verdict-entry.entity.js';

/** So many of a migration are kept: a flapping answer must not fill the disk. */
const mostKept = 5_000;

/** The history of the answers on disk. Saving never rejects for a store out of order; reading and pruning reject with StoreFault. */
@Injectable()
export class TimelineStore {
  constructor(private readonly store: StoreConnection) {}

  async save(migration: string, entry: VerdictEntry): Promise<void> {
    const row = { migration, seq: Number(entry.id), notedAt: entry.at, body: JSON.stringify(entry) };
    await this.store.keep(`verdict entry ${migration} ${entry.id}`, (manager) =>
      manager.upsert(VerdictEntryEntity, row, ['migration', 'seq']),
    );
  }

  async saveWatched(migration: string, watchedUntil: string): Promise<void> {
    await this.store.keep(`watched ${migration}`, (manager) =>
      manager.upsert(VerdictWatchEntity, { migration, watchedUntil }, ['migration']),
    );
  }

  /** null: it was never watched. */
  async watchedUntil(migration: string): Promise<string | null> {
    const found = await this.store.read((manager) => manager.findOneBy(VerdictWatchEntity, { migration }));
    return found?.watchedUntil ?? null;
  }

  /** Newest first, what was saved just now among them; with `before`, those that are older than that one. */
  async newest(migration: string, limit: number, before?: number): Promise<VerdictEntry[]> {
    await this.store.flush();
    const rows = await this.store.read((manager) =>
      manager.find(VerdictEntryEntity, {
        where: { migration, ...(before === undefined ? {} : { seq: LessThan(before) }) },
        order: { seq: 'DESC' },
        take: limit,
      }),
    );
    return rows.map(({ body }) => JSON.parse(body) as VerdictEntry);
  }

  /** Deletes what was noted before that instant, and of each migration all but the newest; returns how many. */
  async prune(beforeIso: string): Promise<number> {
    return this.store.write(async (manager) => {
      const old = await manager.delete(VerdictEntryEntity, { notedAt: LessThan(beforeIso) });
      let deleted = old.affected ?? 0;
      for (const { migration } of await manager.find(VerdictWatchEntity)) {
        const [last] = await manager.find(VerdictEntryEntity, {
          ...{ where: { migration }, order: { seq: 'DESC' }, skip: mostKept, take: 1 },
        });
        if (last === undefined) continue;
        const surplus = await manager.delete(VerdictEntryEntity, { migration, seq: LessThanOrEqual(last.seq) });
        deleted += surplus.affected ?? 0;
      }
      return deleted;
    });
  }
}
