import { createTable } from '../../store/create-table.js';
import type { StoreMigration } from '../../store/store-part.js';
import { firstMigration } from '../../store/store-schema.js';

/** The table of lag samples, as it stood in the first schema. */
export const createLagSamples: StoreMigration = {
  name: firstMigration,
  up: (queryRunner) =>
    createTable(
      queryRunner,
      'lag_samples',
      [
        'migration varchar(63) NOT NULL',
        'at_ms bigint NOT NULL',
        'seconds double NULL',
        'transactions_behind double NULL',
        'not_received_bytes double NULL',
        'not_applied_bytes double NULL',
        'replication_state varchar(20) NOT NULL',
        'PRIMARY KEY (migration, at_ms)',
      ],
      { lag_samples_at: 'at_ms' },
    ),
  down: (queryRunner) => queryRunner.query('DROP TABLE IF EXISTS lag_samples'),
};
