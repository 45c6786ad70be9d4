import { createTable } from '../../store/create-table.js';
import type { StoreMigration } from '../../store/store-part.js';

/** What backups take of the storages, day by day. */
export const createBackupUsage: StoreMigration = {
  name: 'CreateBackupUsage1764350000000',
  up: (queryRunner) =>
    createTable(queryRunner, 'backup_usage', [
      'day varchar(10) NOT NULL',
      'storage varchar(63) NOT NULL',
      'server varchar(255) NOT NULL',
      'bytes varchar(20) NOT NULL',
      'PRIMARY KEY (day, storage, server)',
    ]),
  down: (queryRunner) => queryRunner.query('DROP TABLE IF EXISTS backup_usage'),
};
