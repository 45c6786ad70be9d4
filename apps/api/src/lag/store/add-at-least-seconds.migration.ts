import type { StoreMigration } from '../../store/store-part.js';

/** What positions prove while the target tells no seconds: without it the worst lag forgets every standstill. */
export const addAtLeastSeconds: StoreMigration = {
  name: 'AddAtLeastSeconds1764150000000',
  up: async (queryRunner) => {
    // MySQL commits each DDL: a crash may have left the column behind.
    if (await queryRunner.hasColumn('lag_samples', 'at_least_seconds')) return;
    await queryRunner.query('ALTER TABLE lag_samples ADD COLUMN at_least_seconds double NULL');
  },
  down: (queryRunner) => queryRunner.query('ALTER TABLE lag_samples DROP COLUMN at_least_seconds'),
};
