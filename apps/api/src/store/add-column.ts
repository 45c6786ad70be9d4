import type { StoreMigration } from './store-part.js';

/** A step that adds one column to a table. MySQL commits each DDL, so the column may be there already, left by a crash. */
export function addColumn(name: string, table: string, column: string, type: string): StoreMigration {
  return {
    name,
    up: async (queryRunner) => {
      if (await queryRunner.hasColumn(table, column)) return;
      await queryRunner.query(`ALTER TABLE ${table} ADD COLUMN ${column} ${type}`);
    },
    down: (queryRunner) => queryRunner.query(`ALTER TABLE ${table} DROP COLUMN ${column}`),
  };
}
