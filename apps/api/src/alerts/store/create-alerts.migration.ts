import { createTable } from '../../store/create-table.js';
import type { StoreMigration } from '../../store/store-part.js';
import { firstMigration } from '../../store/store-schema.js';

/** The table of alerts, as it stood in the first schema. */
export const createAlerts: StoreMigration = {
  name: firstMigration,
  up: (queryRunner) =>
    createTable(
      queryRunner,
      'alerts',
      [
        'id varchar(64) NOT NULL PRIMARY KEY',
        'alert_type varchar(40) NOT NULL',
        'severity varchar(10) NOT NULL',
        'migration varchar(63) NOT NULL',
        'subject varchar(255) NOT NULL',
        'message text NOT NULL',
        'action_text text NOT NULL',
        'alert_state varchar(10) NOT NULL',
        'active_at varchar(30) NOT NULL',
        'fired_at varchar(30) NULL',
        'resolved_at varchar(30) NULL',
        'acknowledged_at varchar(30) NULL',
        'acknowledged_by varchar(64) NULL',
        'occurrences integer NOT NULL',
      ],
      { alerts_state: 'alert_state', alerts_active: 'active_at, id' },
    ),
  down: (queryRunner) => queryRunner.query('DROP TABLE IF EXISTS alerts'),
};
