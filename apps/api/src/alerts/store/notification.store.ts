import { Injectable } from '@nestjs/common';
import type { Notification } from '@cutover/contracts';
import { In, Not, type EntityManager } from 'typeorm';
import { StoreConnection } from '../../store/store-connection.js';
import type { ChannelRecord } from '../channels/delivery/channel-record.js';
import type { LineStore } from '../channels/delivery/channel-line.js';
import type { Told } from '../channels/telling/told.js';
import { ChannelRecordEntity, ToldEntity, WaitingMessageEntity } from './notification.entities.js';

/** What was told of backups stands under this: it is part of a key, and no migration has that name. */
const noMigration = '';

/** All that an earlier process left of notifications. */
export interface KeptNotifications {
  messages: Notification[];
  records: Map<string, ChannelRecord>;
  /** `migration` null: of backups. */
  told: { channel: string; migration: string | null; told: Told }[];
}

/** Notifications on disk. Saving never rejects for a store out of order; reading rejects with StoreFault. */
@Injectable()
export class NotificationStore implements LineStore {
  constructor(private readonly store: StoreConnection) {}

  async addMessage(message: Notification): Promise<void> {
    const row = { id: message.id, channel: message.channel, body: JSON.stringify(message) };
    await this.store.keep(keyOf(message.id), (manager) => manager.upsert(WaitingMessageEntity, row, ['id']));
  }

  async removeMessage(id: string): Promise<void> {
    await this.store.keep(keyOf(id), (manager) => manager.delete(WaitingMessageEntity, { id }));
  }

  async saveRecord(channel: string, record: ChannelRecord): Promise<void> {
    const row = { channel, body: JSON.stringify(record) };
    await this.store.keep(`notification channel ${channel}`, (manager) =>
      manager.upsert(ChannelRecordEntity, row, ['channel']),
    );
  }

  async saveTold(channel: string, migration: string | null, told: Told): Promise<void> {
    const row = { channel, migration: migration ?? noMigration, body: JSON.stringify(told) };
    await this.store.keep(`notification told ${channel} ${migration ?? noMigration}`, (manager) =>
      manager.upsert(ToldEntity, row, ['channel', 'migration']),
    );
  }

  /** Everything of these channels; what other channels left is forgotten, because nobody reads them any more. */
  async load(channels: readonly string[]): Promise<KeptNotifications> {
    await this.store.write((manager) => forgetOthers(manager, channels));
    return this.store.read(async (manager) => {
      const messages = await manager.find(WaitingMessageEntity);
      const records = await manager.find(ChannelRecordEntity);
      const told = await manager.find(ToldEntity);
      return {
        messages: messages.map(({ body }) => JSON.parse(body) as Notification),
        records: new Map(records.map(({ channel, body }) => [channel, JSON.parse(body) as ChannelRecord])),
        told: told.map(({ channel, migration, body }) => ({
          ...{ channel, migration: migration === noMigration ? null : migration },
          told: JSON.parse(body) as Told,
        })),
      };
    });
  }
}

async function forgetOthers(manager: EntityManager, channels: readonly string[]): Promise<void> {
  const others = { channel: Not(In([...channels])) };
  for (const entity of [WaitingMessageEntity, ChannelRecordEntity, ToldEntity]) await manager.delete(entity, others);
}

/** Adding and removing share it: a message that was delivered while the store was out of order is never written. */
function keyOf(id: string): string {
  return `notification ${id}`;
}
