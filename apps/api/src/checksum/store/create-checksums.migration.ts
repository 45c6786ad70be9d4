import { createTable } from '../../store/create-table.js';
import type { StoreMigration } from '../../store/store-part.js';
import { firstMigration } from '../../store/store-schema.js';

/** Runs and the last result of each table, as they stood in the first schema. */
export const createChecksums: StoreMigration = {
  name: firstMigration,
  up: async (queryRunner) => {
    await createTable(
      queryRunner,
      'checksum_runs',
      [
        'id varchar(64) NOT NULL PRIMARY KEY',
        'migration varchar(63) NOT NULL',
        'run_state varchar(20) NOT NULL',
        'started_at varchar(30) NOT NULL',
        'body longtext NOT NULL',
      ],
      { checksum_runs_state: 'run_state', checksum_runs_started: 'started_at' },
    );
    await createTable(queryRunner, 'table_checksums', [
      'migration varchar(63) NOT NULL',
      'table_id varchar(200) NOT NULL',
      'body longtext NOT NULL',
      'PRIMARY KEY (migration, table_id)',
    ]);
  },
  down: async (queryRunner) => {
    for (const name of ['table_checksums', 'checksum_runs']) await queryRunner.query(`DROP TABLE IF EXISTS ${name}`);
  },
};
