import { createTable } from '../../store/create-table.js';
import type { StoreMigration } from '../../store/store-part.js';

/** What an exact verification leaves behind: plans of runs under way, comparisons of tables, their chunks and differing rows. */
export const addVerification: StoreMigration = {
  name: 'AddVerification1763650000000',
  up: async (queryRunner) => {
    await createTable(queryRunner, 'run_plans', [
      'run_id varchar(64) NOT NULL PRIMARY KEY',
      'migration varchar(63) NOT NULL',
      'body longtext NOT NULL',
    ]);
    await createTable(
      queryRunner,
      'table_comparisons',
      [
        'id varchar(64) NOT NULL PRIMARY KEY',
        'migration varchar(63) NOT NULL',
        'table_id varchar(200) NOT NULL',
        'run_id varchar(64) NOT NULL',
        'run_trigger varchar(20) NOT NULL',
        'comparison_state varchar(10) NOT NULL',
        'started_at varchar(30) NOT NULL',
      ],
      { table_comparisons_table: 'migration, table_id', table_comparisons_run: 'run_id' },
    );
    await createTable(queryRunner, 'table_chunks', [
      'comparison_id varchar(64) NOT NULL',
      'chunk_index integer NOT NULL',
      'body longtext NOT NULL',
      'PRIMARY KEY (comparison_id, chunk_index)',
    ]);
    await createTable(
      queryRunner,
      'row_differences',
      [
        'comparison_id varchar(64) NOT NULL',
        'row_number_in_table integer NOT NULL',
        'chunk_index integer NOT NULL',
        'kind varchar(10) NOT NULL',
        'body longtext NOT NULL',
        'repair_sql longtext NULL',
        'PRIMARY KEY (comparison_id, row_number_in_table)',
      ],
      { row_differences_kind: 'comparison_id, kind, row_number_in_table' },
    );
  },
  down: async (queryRunner) => {
    for (const name of ['row_differences', 'table_chunks', 'table_comparisons', 'run_plans'])
      await queryRunner.query(`DROP TABLE IF EXISTS ${name}`);
  },
};
