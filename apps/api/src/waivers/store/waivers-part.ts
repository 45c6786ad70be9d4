import type { StorePart } from '../../store/store-part.js';
import { addWaiverItems } from './add-waiver-items.migration.js';
import { createWaivers } from './create-waivers.migration.js';
import { WaiverEntity } from './waiver.entity.js';
import { WaiverStore } from './waiver.store.js';

/** What waivers keeps: every one, for `store.alertRetentionDays` after it was to end. */
export const waiversPart: StorePart = {
  name: 'waivers',
  entities: [WaiverEntity],
  migrations: [createWaivers, addWaiverItems],
  prune: async (store, { recordsBeforeIso }) => ({ waivers: await new WaiverStore(store).prune(recordsBeforeIso) }),
};
