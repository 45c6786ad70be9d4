import { isTableMissing } from '@cutover/databases';
import { familyEngine, type FamilyEngine, quoteTable } from '@cutover/databases/mysql-family';
import type { ConsistencyDialect } from '../../consistency-dialect.js';

/** information_schema ignores case; the caller takes the row whose name is exactly this, where there is one. */
const catalogStatement =
  'SELECT TABLE_NAME AS name, CAST(AUTO_INCREMENT AS CHAR) AS autoIncrement ' +
  'FROM information_schema.TABLES WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ?';

interface CatalogRow {
  name: string;
  autoIncrement: string | null;
}

type Read = ConsistencyDialect['readCounter'];

const readers: Record<FamilyEngine, Read> = {
  mariadb: async (connection, database, table, bounds) => {
    const rows = await connection.query<CatalogRow>(catalogStatement, [database, table], bounds);
    return (rows.find(({ name }) => name === table) ?? rows[0])?.autoIncrement ?? null;
  },
  // information_schema of MySQL 8 answers from a cache up to a day old (information_schema_stats_expiry).
  mysql: async (connection, database, table, bounds) => {
    const sql = `SHOW CREATE TABLE ${quoteTable(database, table)}`;
    const [created] = await connection.query<{ 'Create Table'?: string }>(sql, [], bounds);
    return autoIncrementOf(created?.['Create Table'] ?? '');
  },
};

/** The next value of the table's counter as it is now. null: unknown, or the table is gone. Rejects when it cannot be asked. */
export async function readAutoIncrement(...asked: Parameters<Read>): Promise<string | null> {
  try {
    return await readers[familyEngine(asked[0].engine)](...asked);
  } catch (error) {
    if (isTableMissing(error)) return null;
    throw error;
  }
}

/** AUTO_INCREMENT out of a CREATE TABLE text; it stands right behind ENGINE, so no comment can be taken for it. null: not printed (it is 1). */
export function autoIncrementOf(createTable: string): string | null {
  return /\n\) (?:\/\*.*?\*\/ )?ENGINE=\w+ AUTO_INCREMENT=(\d+)/.exec(createTable)?.[1] ?? null;
}
