import type { Connection } from 'mysql2/promise';
import { quoteIdentifier } from '../quote.js';
import type { Dialect } from '../dialects/dialect.js';
import { programStatements, sentinelStatements, tableStatements } from './schema.js';
import { rowStatements } from './rows.js';
import { shopDatabase, shopSizes, type ShopTable } from '../../../shop/sizes.js';

/** Longest time one statement of the seed may take: far beyond what a million rows need. */
const statementSeconds = 300;

/** Told how much of the rows is there, from 0 to 1. */
export type OnSeeded = (share: number) => void;

/** Creates the sample shop on one server, and beside it the table of the freeze proof. The connection must not write the binary log. */
export async function seedShop(
  connection: Connection,
  rows: number,
  dialect: Dialect,
  onSeeded: OnSeeded = () => undefined,
): Promise<void> {
  const fillings = rowStatements(rows);
  const sizes = shopSizes(rows);
  const all = Object.values(sizes).reduce((sum, size) => sum + size, 0);
  let done = 0;
  const statements = [
    `CREATE DATABASE ${quoteIdentifier(shopDatabase)} CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci`,
    `USE ${quoteIdentifier(shopDatabase)}`,
    "SET SESSION time_zone = '+00:00'",
    dialect.statementLimit(statementSeconds),
    // Into empty tables, and without these two checks, InnoDB writes whole sorted indexes instead of row after row.
    'SET SESSION foreign_key_checks = 0, unique_checks = 0',
    ...tableStatements,
    ...fillings,
    'SET SESSION foreign_key_checks = 1, unique_checks = 1',
    ...programStatements,
    ...sentinelStatements,
  ];
  for (const statement of statements) {
    await connection.query(dialect.translate(statement));
    if (!fillings.includes(statement)) continue;
    const table = /^INSERT INTO (\w+)/.exec(statement)?.[1] as ShopTable;
    onSeeded((done += sizes[table] ?? 0) / all);
  }
}
