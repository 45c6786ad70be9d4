import { createTable } from '../../store/create-table.js';
import type { StoreMigration } from '../../store/store-part.js';

/** Waivers that were given. `ended_at` is kept, so that a clock that is set back later revives none. */
export const createWaivers: StoreMigration = {
  name: 'CreateWaivers1764210000000',
  up: (queryRunner) =>
    createTable(
      queryRunner,
      'waivers',
      [
        'id varchar(64) NOT NULL PRIMARY KEY',
        'migration varchar(63) NOT NULL',
        'check_id varchar(80) NOT NULL',
        'subject varchar(255) NULL',
        'covers varchar(10) NOT NULL',
        'given_by varchar(64) NOT NULL',
        'why text NOT NULL',
        'given_at varchar(30) NOT NULL',
        'until_at varchar(30) NOT NULL',
        'ended_at varchar(30) NULL',
        'revoked_at varchar(30) NULL',
        'revoked_by varchar(64) NULL',
      ],
      { waivers_given: 'migration, given_at' },
    ),
  down: (queryRunner) => queryRunner.query('DROP TABLE IF EXISTS waivers'),
};
