import type { StorePart } from '../../store/store-part.js';
import { createVerdictEntries } from './create-verdict-entries.migration.js';
import { VerdictEntryEntity, VerdictWatchEntity } from './verdict-entry.entity.js';
import { TimelineStore } from './timeline.store.js';

/** What readiness keeps: the history of the answers, for `store.alertRetentionDays`. */
export const readinessPart: StorePart = {
  name: 'readiness',
  entities: [VerdictEntryEntity, VerdictWatchEntity],
  migrations: [createVerdictEntries],
  prune: async (store, { recordsBeforeIso }) => ({
    'verdict entries': await new TimelineStore(store).prune(recordsBeforeIso),
  }),
};
