import { createTable } from '../../store/create-table.js';
import type { StoreMigration } from '../../store/store-part.js';

/** What channels were told, how they do, and what waits for them. */
export const createNotifications: StoreMigration = {
  name: 'CreateNotifications1764300400000',
  up: async (queryRunner) => {
    await createTable(queryRunner, 'notification_queue', [
      'id varchar(64) NOT NULL PRIMARY KEY',
      'channel varchar(63) NOT NULL',
      'body longtext NOT NULL',
    ]);
    await createTable(queryRunner, 'notification_channels', [
      'channel varchar(63) NOT NULL PRIMARY KEY',
      'body longtext NOT NULL',
    ]);
    await createTable(queryRunner, 'notification_told', [
      'channel varchar(63) NOT NULL',
      'migration varchar(63) NOT NULL',
      'body longtext NOT NULL',
      'PRIMARY KEY (channel, migration)',
    ]);
  },
  down: async (queryRunner) => {
    for (const table of ['notification_told', 'notification_channels', 'notification_queue'])
      await queryRunner.query(`DROP TABLE IF EXISTS ${table}`);
  },
};
