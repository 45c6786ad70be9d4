import { createTable } from '../../store/create-table.js';
import type { StoreMigration } from '../../store/store-part.js';

/** Runs of backups, and how far each schedule is. */
export const createBackups: StoreMigration = {
  name: 'CreateBackups1764331200000',
  up: async (queryRunner) => {
    await createTable(
      queryRunner,
      'backup_runs',
      [
        'id varchar(64) NOT NULL PRIMARY KEY',
        'server varchar(63) NOT NULL',
        'type varchar(63) NOT NULL',
        'slot_at varchar(30) NULL',
        'state varchar(12) NOT NULL',
        'started_at varchar(30) NOT NULL',
        'ended_at varchar(30) NULL',
        'lease_until varchar(30) NOT NULL',
        'outcomes mediumtext NOT NULL',
        'failure text NULL',
      ],
      { backup_runs_started: 'started_at', backup_runs_server: 'server, started_at', backup_runs_state: 'state' },
    );
    await createTable(queryRunner, 'backup_slots', [
      'schedule varchar(63) NOT NULL',
      'server varchar(63) NOT NULL',
      'done_to varchar(30) NOT NULL',
      'PRIMARY KEY (schedule, server)',
    ]);
  },
  down: async (queryRunner) => {
    for (const table of ['backup_runs', 'backup_slots']) await queryRunner.query(`DROP TABLE IF EXISTS ${table}`);
  },
};
