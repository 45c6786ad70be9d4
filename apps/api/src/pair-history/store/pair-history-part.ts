import type { StorePart } from '../../store/store-part.js';
import { createPairHistories } from './create-pair-histories.migration.js';
import { PairHistoryEntity } from './pair-history.entity.js';

/** What pair-history keeps: one row for each migration, which never grows old. */
export const pairHistoryPart: StorePart = {
  name: 'pair-history',
  entities: [PairHistoryEntity],
  migrations: [createPairHistories],
  prune: () => Promise.resolve({}),
};
