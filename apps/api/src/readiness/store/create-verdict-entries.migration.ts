import { createTable } from '../../store/create-table.js';
import type { StoreMigration } from '../../store/store-part.js';

/** The history of the answers, and until when each migration was watched. */
export const createVerdictEntries: StoreMigration = {
  name: 'CreateVerdictEntries1764220000000',
  up: async (queryRunner) => {
    await createTable(
      queryRunner,
      'verdict_entries',
      [
        'migration varchar(63) NOT NULL',
        'seq bigint NOT NULL',
        'noted_at varchar(30) NOT NULL',
        'body longtext NOT NULL',
        'PRIMARY KEY (migration, seq)',
      ],
      { verdict_entries_noted: 'noted_at' },
    );
    await createTable(queryRunner, 'verdict_watches', [
      'migration varchar(63) NOT NULL PRIMARY KEY',
      'watched_until varchar(30) NOT NULL',
    ]);
  },
  down: async (queryRunner) => {
    await queryRunner.query('DROP TABLE IF EXISTS verdict_watches');
    await queryRunner.query('DROP TABLE IF EXISTS verdict_entries');
  },
};
