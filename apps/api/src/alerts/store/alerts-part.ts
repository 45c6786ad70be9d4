import type { StorePart } from '../../store/store-part.js';
import { AlertEntity } from './alert.entity.js';
import { AlertStore } from './alert.store.js';
import { createAlerts } from './create-alerts.migration.js';

/** What alerts keep: open ones for ever, resolved ones for `store.alertRetentionDays`. */
export const alertsPart: StorePart = {
  name: 'alerts',
  entities: [AlertEntity],
  migrations: [createAlerts],
  prune: async (store, { recordsBeforeIso }) => ({ alerts: await new AlertStore(store).prune(recordsBeforeIso) }),
};
