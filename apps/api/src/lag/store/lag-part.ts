import type { StorePart } from '../../store/store-part.js';
import { addAtLeastSeconds } from './add-at-least-seconds.migration.js';
import { createLagSamples } from './create-lag-samples.migration.js';
import { LagSampleEntity } from './lag-sample.entity.js';
import { SampleStore } from './sample.store.js';

/** What lag keeps: samples, for `store.historyHours`. */
export const lagPart: StorePart = {
  name: 'lag',
  entities: [LagSampleEntity],
  migrations: [createLagSamples, addAtLeastSeconds],
  prune: async (store, { historyBeforeMs }) => ({ samples: await new SampleStore(store).prune(historyBeforeMs) }),
};
