import { createTable } from '../../store/create-table.js';
import type { StoreMigration } from '../../store/store-part.js';

/** Every freeze proof. */
export const createFreezeProofs: StoreMigration = {
  name: 'CreateFreezeProofs1764300000000',
  up: (queryRunner) =>
    createTable(
      queryRunner,
      'freeze_proofs',
      [
        'id varchar(36) NOT NULL PRIMARY KEY',
        'migration varchar(63) NOT NULL',
        'started_at varchar(40) NOT NULL',
        'body longtext NOT NULL',
      ],
      { freeze_proofs_by_start: 'migration, started_at' },
    ),
  down: (queryRunner) => queryRunner.query('DROP TABLE IF EXISTS freeze_proofs'),
};
