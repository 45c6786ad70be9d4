import { createTable } from '../../store/create-table.js';
import type { StoreMigration } from '../../store/store-part.js';

/** The key by which reports are signed. */
export const createReportKeys: StoreMigration = {
  name: 'CreateReportKeys1764300200000',
  up: (queryRunner) =>
    createTable(queryRunner, 'report_keys', ['name varchar(20) NOT NULL PRIMARY KEY', 'privateKey longtext NOT NULL']),
  down: (queryRunner) => queryRunner.query('DROP TABLE IF EXISTS report_keys'),
};
