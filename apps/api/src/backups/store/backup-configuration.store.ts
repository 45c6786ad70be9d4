import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { LessThanOrEqual } from 'typeorm';
import { StoreConnection } from '../../store/store-connection.js';
import { BackupConfigurationEntity } from './backup-configuration.entity.js';

/** So many states are kept, the newest. */
const mostKept = 20;

/** A state of the configuration as it is kept: see the entity for its columns. */
export type StoredConfiguration = Omit<BackupConfigurationEntity, 'changeId'>;

/** The configuration of backups on disk. Everything rejects with StoreFault when the store fails. */
@Injectable()
export class BackupConfigurationStore {
  constructor(private readonly store: StoreConnection) {}

  /** The one that counts; null: none was ever kept. */
  async latest(): Promise<StoredConfiguration | null> {
    const [found] = await this.store.read((manager) =>
      manager.find(BackupConfigurationEntity, { order: { revision: 'DESC' }, take: 1 }),
    );
    if (found === undefined) return null;
    const { changeId: _, ...kept } = found;
    return kept;
  }

  /** Keeps the state that follows the one before it. False: somebody else has changed it since, and nothing was kept. */
  async save(next: StoredConfiguration): Promise<boolean> {
    const changeId = randomUUID();
    return this.store.write(async (manager) => {
      const { revision } = next;
      if (((await manager.maximum(BackupConfigurationEntity, 'revision')) ?? 0) !== revision - 1) return false;
      // Another process may have come between: its row stays, and ours is not written.
      await manager
        .createQueryBuilder()
        .insert()
        .into(BackupConfigurationEntity)
        .values({ ...next, changeId })
        .orIgnore()
        .execute();
      if (!(await manager.existsBy(BackupConfigurationEntity, { revision, changeId }))) return false;
      await manager.delete(BackupConfigurationEntity, { revision: LessThanOrEqual(revision - mostKept) });
      return true;
    });
  }
}
