import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A row that changes a unique value is removed before any is written: the statement for that. */
export class AddRepairRemoval1764100000000 implements MigrationInterface {
  readonly name = 'AddRepairRemoval1764100000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    // MySQL commits each DDL: a crash may have left the column behind.
    if (await queryRunner.hasColumn('row_differences', 'removal_sql')) return;
    await queryRunner.query('ALTER TABLE row_differences ADD COLUMN removal_sql longtext NULL');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE row_differences DROP COLUMN removal_sql');
  }
}
