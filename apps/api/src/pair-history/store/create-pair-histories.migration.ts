import { createTable } from '../../store/create-table.js';
import type { StoreMigration } from '../../store/store-part.js';

/** The history of each pair. */
export const createPairHistories: StoreMigration = {
  name: 'CreatePairHistories1764200000000',
  up: (queryRunner) =>
    createTable(queryRunner, 'pair_histories', [
      'migration varchar(63) NOT NULL PRIMARY KEY',
      'body longtext NOT NULL',
    ]),
  down: (queryRunner) => queryRunner.query('DROP TABLE IF EXISTS pair_histories'),
};
