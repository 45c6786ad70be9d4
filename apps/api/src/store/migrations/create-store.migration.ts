import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable } from './create-table.js';

/** The first schema. Written once for SQLite, MariaDB and MySQL: types that all of them know, indexes where they differ. */
export class CreateStore1763600000000 implements MigrationInterface {
  // TypeORM orders migrations by the number at the end of the name; a literal survives any bundling.
  readonly name = 'CreateStore1763600000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await createTable(
      queryRunner,
      'lag_samples',
      [
        'migration varchar(63) NOT NULL',
        'at_ms bigint NOT NULL',
        'seconds double NULL',
        'transactions_behind double NULL',
        'not_received_bytes double NULL',
        'not_applied_bytes double NULL',
        'replication_state varchar(20) NOT NULL',
        'PRIMARY KEY (migration, at_ms)',
      ],
      { lag_samples_at: 'at_ms' },
    );
    await createTable(
      queryRunner,
      'checksum_runs',
      [
        'id varchar(64) NOT NULL PRIMARY KEY',
        'migration varchar(63) NOT NULL',
        'run_state varchar(20) NOT NULL',
        'started_at varchar(30) NOT NULL',
        'body longtext NOT NULL',
      ],
      { checksum_runs_state: 'run_state', checksum_runs_started: 'started_at' },
    );
    for (const name of ['table_checksums', 'table_consistencies'])
      await createTable(queryRunner, name, [
        'migration varchar(63) NOT NULL',
        'table_id varchar(200) NOT NULL',
        'body longtext NOT NULL',
        'PRIMARY KEY (migration, table_id)',
      ]);
    await createTable(
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
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const name of ['alerts', 'table_consistencies', 'table_checksums', 'checksum_runs', 'lag_samples'])
      await queryRunner.query(`DROP TABLE IF EXISTS ${name}`);
  }
}
