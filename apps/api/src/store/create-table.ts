import type { QueryRunner } from 'typeorm';

/** Creates one table, with its indexes by name, on SQLite, MariaDB and MySQL alike. Doing it again changes nothing. */
export async function createTable(
  queryRunner: QueryRunner,
  name: string,
  columns: readonly string[],
  indexes: Readonly<Record<string, string>> = {},
): Promise<void> {
  const isSqlite = queryRunner.connection.options.type === 'better-sqlite3';
  const keys = Object.entries(indexes);
  const lines = isSqlite ? columns : [...columns, ...keys.map(([key, on]) => `KEY ${key} (${on})`)];
  // Binary collation: table names that differ in case, or in an emoji, are different tables.
  const suffix = isSqlite ? '' : ' ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin';
  // IF NOT EXISTS: MySQL commits each DDL, so a crash in the middle leaves some tables behind.
  await queryRunner.query(`CREATE TABLE IF NOT EXISTS ${name} (${lines.join(', ')})${suffix}`);
  if (!isSqlite) return;
  for (const [key, on] of keys) await queryRunner.query(`CREATE INDEX IF NOT EXISTS ${key} ON ${name} (${on})`);
}
