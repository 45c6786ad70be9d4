import type { Connection } from 'mysql2/promise';
import { quoteIdentifier } from '../quote.js';
import { rowsOf, withoutBinaryLog, type Row } from '../admin.js';
import type { BreakableLab } from './lab-break.js';

const batchRows = 500;

/** Writes rows of the source to the target, where they stay: whole tables without `where`. None may be there yet. */
export async function copyRows(lab: BreakableLab, table: string, where = 'TRUE'): Promise<void> {
  const { columns, rows } = await lab.withAdmin('source', async (source) => {
    await source.query("SET SESSION time_zone = '+00:00'");
    const names = await storedColumns(source, table);
    const list = names.map(quoteIdentifier).join(', ');
    return {
      columns: names,
      rows: await rowsOf(source, `SELECT ${list} FROM ${quoteIdentifier(table)} WHERE ${where}`),
    };
  });
  await withoutBinaryLog(lab, 'target', async (target) => {
    await target.query("SET SESSION time_zone = '+00:00', foreign_key_checks = 0");
    const list = columns.map(quoteIdentifier).join(', ');
    for (let start = 0; start < rows.length; start += batchRows) {
      const values = rows.slice(start, start + batchRows).map((row: Row) => columns.map((column) => row[column]));
      await target.query(`INSERT INTO ${quoteIdentifier(table)} (${list}) VALUES ?`, [values]);
    }
  });
}

/** Removes rows from the target alone, without asking what refers to them. */
export async function removeRows(lab: BreakableLab, table: string, where: string): Promise<void> {
  await withoutBinaryLog(lab, 'target', async (target) => {
    await target.query('SET SESSION foreign_key_checks = 0');
    await target.query(`DELETE FROM ${quoteIdentifier(table)} WHERE ${where}`);
  });
}

async function storedColumns(source: Connection, table: string): Promise<readonly string[]> {
  const rows = await rowsOf(
    source,
    `SELECT column_name AS name FROM information_schema.columns
     WHERE table_schema = DATABASE() AND table_name = ? AND is_generated = 'NEVER' ORDER BY ordinal_position`,
    [table],
  );
  return rows.map((row) => String(row['name']));
}
