import { createTable } from '../../store/create-table.js';
import type { StoreMigration } from '../../store/store-part.js';

/** What is backed up, and how, where it was changed while Cutover ran. */
export const createBackupConfigurations: StoreMigration = {
  name: 'CreateBackupConfigurations1764340000000',
  up: (queryRunner) =>
    createTable(queryRunner, 'backup_configurations', [
      'revision integer NOT NULL PRIMARY KEY',
      'change_id varchar(64) NOT NULL',
      'document mediumtext NULL',
      'due_since mediumtext NOT NULL',
      'seed_digest varchar(64) NOT NULL',
      'changed_at varchar(30) NOT NULL',
      'changed_by varchar(64) NOT NULL',
    ]),
  down: (queryRunner) => queryRunner.query('DROP TABLE IF EXISTS backup_configurations'),
};
