import { createTable } from '../../store/create-table.js';
import type { StoreMigration } from '../../store/store-part.js';
import { firstMigration } from '../../store/store-schema.js';

/** The table of last consistency results, as it stood in the first schema. */
export const createConsistencies: StoreMigration = {
  name: firstMigration,
  up: (queryRunner) =>
    createTable(queryRunner, 'table_consistencies', [
      'migration varchar(63) NOT NULL',
      'table_id varchar(200) NOT NULL',
      'body longtext NOT NULL',
      'PRIMARY KEY (migration, table_id)',
    ]),
  down: (queryRunner) => queryRunner.query('DROP TABLE IF EXISTS table_consistencies'),
};
