import type { Engine } from '@cutover/contracts';
import { quoteTable } from '../connections/quote-identifier.js';

/** One row a column, in order. Fails with 1146 when the table is not there and with 1142 when we may not look: that is why it is used. */
export function columnsStatement(database: string, table: string): string {
  return `SHOW FULL COLUMNS FROM ${quoteTable(database, table)}`;
}

export interface ColumnRow {
  Field: string;
  Type: string;
  Collation: string | null;
  Null: string;
  Extra: string;
}

/** Both names are compared exactly by the caller: information_schema ignores case. */
export const tableStatement =
  'SELECT TABLE_NAME AS name, TABLE_TYPE AS kind, ENGINE AS engine, CREATE_OPTIONS AS createOptions, ' +
  'CAST(AUTO_INCREMENT AS CHAR) AS autoIncrement FROM information_schema.TABLES WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ?';

export interface TableRow {
  name: string;
  kind: string;
  engine: string | null;
  createOptions: string | null;
  autoIncrement: string | null;
}

export interface CreateTableRow {
  'Create Table'?: string;
}

/**
 * Statement that shows the live AUTO_INCREMENT where information_schema does not: MySQL 8 answers from a cache up to a day
 * old (information_schema_stats_expiry). null: information_schema is live (MariaDB).
 */
export const liveAutoIncrementStatement: Record<Engine, ((database: string, table: string) => string) | null> = {
  mariadb: null,
  mysql: (database, table) => `SHOW CREATE TABLE ${quoteTable(database, table)}`,
};

/** AUTO_INCREMENT out of a CREATE TABLE text; it stands right behind ENGINE, so no comment can be taken for it. null: not printed (it is 1). */
export function autoIncrementOf(createTable: string): string | null {
  return /\n\) (?:\/\*.*?\*\/ )?ENGINE=\w+ AUTO_INCREMENT=(\d+)/.exec(createTable)?.[1] ?? null;
}
