import type { StoreMigration } from '../../store/store-part.js';

/** A row that changes a unique value is removed before any is written: the statement for that. */
export const addRepairRemoval: StoreMigration = {
  name: 'AddRepairRemoval1764100000000',
  up: async (queryRunner) => {
    // MySQL commits each DDL: a crash may have left the column behind.
    if (await queryRunner.hasColumn('row_differences', 'removal_sql')) return;
    await queryRunner.query('ALTER TABLE row_differences ADD COLUMN removal_sql longtext NULL');
  },
  down: (queryRunner) => queryRunner.query('ALTER TABLE row_differences DROP COLUMN removal_sql'),
};
