import type { TableName } from '@cutover/databases';
import { quoteTable } from '@cutover/databases/mysql-family';

/** The one row of the table. DATETIME in UTC: unlike TIMESTAMP it has no end in 2038 and is in no time zone. */
const columns =
  '(id TINYINT UNSIGNED NOT NULL PRIMARY KEY, beat BIGINT UNSIGNED NOT NULL, written_at DATETIME(6) NOT NULL) ENGINE=InnoDB';

/** Pure: what makes the table. */
export function makeTableStatements({ database, name }: TableName, quote: (name: string) => string): string {
  return `CREATE DATABASE IF NOT EXISTS ${quote(database)}; CREATE TABLE IF NOT EXISTS ${quoteTable(database, name)} ${columns};`;
}

/** Microseconds since 1970 as text: every version and driver prints them alike. */
const micros = (at: string): string => `CAST(TIMESTAMPDIFF(MICROSECOND, '1970-01-01', ${at}) AS CHAR)`;

/**
 * Pure: writes the next beat and tells it, in one round trip. Our sessions are read only, which a transaction may say
 * otherwise for itself. UTC_TIMESTAMP is the moment of the statement, which a statement-based binary log carries, too.
 */
export function writeStatements({ database, name }: TableName): string[] {
  const table = quoteTable(database, name);
  return [
    'START TRANSACTION READ WRITE',
    `INSERT INTO ${table} (id, beat, written_at) VALUES (1, 1, UTC_TIMESTAMP(6)) ` +
      'ON DUPLICATE KEY UPDATE beat = beat + 1, written_at = UTC_TIMESTAMP(6)',
    `SELECT CAST(beat AS CHAR) AS beat, ${micros('written_at')} AS writtenAt, ${micros('UTC_TIMESTAMP(6)')} AS sourceNow ` +
      `FROM ${table} WHERE id = 1`,
    'COMMIT',
  ];
}

/** Pure: the last beat. */
export function readStatement({ database, name }: TableName): string {
  return `SELECT CAST(beat AS CHAR) AS beat, ${micros('written_at')} AS writtenAt FROM ${quoteTable(database, name)} WHERE id = 1`;
}

export interface BeatRow {
  beat: string;
  writtenAt: string;
}

export interface WrittenRow extends BeatRow {
  sourceNow: string;
}
