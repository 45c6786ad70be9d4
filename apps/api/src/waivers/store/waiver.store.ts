import { Injectable } from '@nestjs/common';
import { IsNull, LessThan } from 'typeorm';
import { StoreConnection } from '../../store/store-connection.js';
import type { KeptWaiver } from '../kept-waiver.js';
import { WaiverEntity } from './waiver.entity.js';

/** So many of a migration are listed at most, the newest. */
const mostListed = 200;

// A plain object leaves no class behind for the serializer.
const plain = (entity: WaiverEntity): KeptWaiver => ({ ...entity });

/** Waivers on disk. Everything rejects with StoreFault when the store fails, but for `keepSaved`. */
@Injectable()
export class WaiverStore {
  constructor(private readonly store: StoreConnection) {}

  /** Inserts or replaces by id. */
  async save(waiver: KeptWaiver): Promise<void> {
    await this.store.write((manager) => manager.upsert(WaiverEntity, { ...waiver }, ['id']));
  }

  /** The same, later where the store is out of order. Never rejects for that. */
  async keepSaved(waiver: KeptWaiver): Promise<void> {
    await this.store.keep(`waiver ${waiver.id}`, (manager) => manager.upsert(WaiverEntity, { ...waiver }, ['id']));
  }

  /** Of all migrations, those that were neither revoked nor seen to end. */
  async loadOpen(): Promise<KeptWaiver[]> {
    const open = { revokedAt: IsNull(), endedAt: IsNull() };
    return (await this.store.read((manager) => manager.find(WaiverEntity, { where: open }))).map(plain);
  }

  /** null: there is none of that id. */
  async find(migration: string, id: string): Promise<KeptWaiver | null> {
    const found = await this.store.read((manager) => manager.findOneBy(WaiverEntity, { migration, id }));
    return found && plain(found);
  }

  /** The newest first. */
  async list(migration: string): Promise<KeptWaiver[]> {
    const found = await this.store.read((manager) =>
      manager.find(WaiverEntity, { where: { migration }, order: { from: 'DESC', id: 'ASC' }, take: mostListed }),
    );
    return found.map(plain);
  }

  /** Deletes those whose time was over before that instant; returns how many. */
  async prune(beforeIso: string): Promise<number> {
    const result = await this.store.write((manager) => manager.delete(WaiverEntity, { until: LessThan(beforeIso) }));
    return result.affected ?? 0;
  }
}
