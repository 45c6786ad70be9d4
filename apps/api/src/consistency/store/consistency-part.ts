import type { StorePart } from '../../store/store-part.js';
import { createConsistencies } from './create-consistencies.migration.js';
import { TableConsistencyEntity } from './table-consistency.entity.js';

/** What consistency keeps: the last result of each table, for as long as the table is watched. */
export const consistencyPart: StorePart = {
  name: 'consistency',
  entities: [TableConsistencyEntity],
  migrations: [createConsistencies],
  prune: async () => ({}),
};
