import { Injectable } from '@nestjs/common';
import { LessThan, MoreThanOrEqual } from 'typeorm';
import { StoreConnection } from '../../store/store-connection.js';
import { BackupUsageEntity } from './backup-usage.entity.js';

/** What a server took of a storage on a day. */
export interface DayUsage {
  /** UTC, YYYY-MM-DD. */
  day: string;
  storage: string;
  server: string;
  bytes: string;
}

/** What backups took of the storages, on disk. Everything rejects with StoreFault when the store fails. */
@Injectable()
export class UsageStore {
  constructor(private readonly store: StoreConnection) {}

  /** Replaces what was noted of a storage that day: a server that has nothing there any more goes. */
  async record(day: string, storage: string, servers: ReadonlyMap<string, bigint>): Promise<void> {
    // One row stands for a storage that is empty: it was looked at.
    const all = servers.size > 0 ? [...servers] : [['', 0n] as const];
    const rows = all.map(([server, bytes]) => ({ day, storage, server, bytes: String(bytes) }));
    await this.store.write(async (manager) => {
      await manager.delete(BackupUsageEntity, { day, storage });
      await manager.insert(BackupUsageEntity, rows);
    });
  }

  /** Since a day. */
  async since(day: string): Promise<DayUsage[]> {
    const found = await this.store.read((manager) =>
      manager.find(BackupUsageEntity, { where: { day: MoreThanOrEqual(day) }, order: { day: 'ASC' } }),
    );
    return found.map((row) => ({ ...row }));
  }

  /** Deletes what is of before a day; returns how many rows. */
  async prune(beforeDay: string): Promise<number> {
    const old = { day: LessThan(beforeDay) };
    return (await this.store.write((manager) => manager.delete(BackupUsageEntity, old))).affected ?? 0;
  }
}
