import { createTable } from '../../store/create-table.js';
import type { StoreMigration } from '../../store/store-part.js';

/** Tests of backups. */
export const createRestoreTests: StoreMigration = {
  name: 'CreateBackupRestoreTests1764335000000',
  up: (queryRunner) =>
    createTable(
      queryRunner,
      'backup_restore_tests',
      [
        'id varchar(64) NOT NULL PRIMARY KEY',
        'backup_id varchar(64) NOT NULL',
        'backup_started_at varchar(30) NOT NULL',
        'server varchar(63) NOT NULL',
        'engine varchar(16) NOT NULL',
        'database_name varchar(255) NOT NULL',
        'storage varchar(63) NOT NULL',
        'slot_at varchar(30) NULL',
        'state varchar(12) NOT NULL',
        'started_at varchar(30) NOT NULL',
        'ended_at varchar(30) NULL',
        'lease_until varchar(30) NOT NULL',
        'reason text NULL',
        'restored_to varchar(255) NULL',
        'restore_ms integer NULL',
        'tables_compared varchar(255) NOT NULL',
      ],
      {
        backup_restore_tests_started: 'started_at',
        backup_restore_tests_server: 'server, started_at',
        backup_restore_tests_state: 'state',
      },
    ),
  down: (queryRunner) => queryRunner.query('DROP TABLE IF EXISTS backup_restore_tests'),
};
