import type { StorePart } from '../../store/store-part.js';
import { AlertEntity } from './alert.entity.js';
import { AlertStore } from './alert.store.js';
import { createAlerts } from './create-alerts.migration.js';
import { createNotifications } from './create-notifications.migration.js';
import { ChannelRecordEntity, ToldEntity, WaitingMessageEntity } from './notification.entities.js';

/**
 * What alerts keep: open ones for ever, resolved ones for `store.alertRetentionDays`. What is kept of notifications is bounded by
 * itself: a queue of messages, and one row for each channel, and for each channel and migration.
 */
export const alertsPart: StorePart = {
  name: 'alerts',
  entities: [AlertEntity, WaitingMessageEntity, ChannelRecordEntity, ToldEntity],
  migrations: [createAlerts, createNotifications],
  prune: async (store, { recordsBeforeIso }) => ({ alerts: await new AlertStore(store).prune(recordsBeforeIso) }),
};
