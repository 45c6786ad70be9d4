import type { Connection } from 'mysql2/promise';
import { quoteIdentifier } from '../quote.js';
import { rowsOf, withoutBinaryLog, type Row } from '../admin.js';
import type { BreakableLab } from './lab-break.js';

const batchRows = 500;

/** The rows of a table on the source, or those of `where`, and the columns that can be written. */
interface SourceRows {
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
}

/** Writes all rows of a table of the source to the target, where they stay. None may be there yet. */
export async function copyRows(lab: BreakableLab, table: string): Promise<void> {
  const source = await readSource(lab, table, 'TRUE');
  await onTargetAlone(lab, (target) => insertRows(target, table, source));
}

/**
 * Makes these rows of the target what they are on the source, in one transaction: between two of them, replication would find
 * no row for a foreign key to refer to, and stop.
 */
export async function putRowsBack(lab: BreakableLab, table: string, where: string): Promise<void> {
  const source = await readSource(lab, table, where);
  await onTargetAlone(lab, async (target) => {
    await target.query('START TRANSACTION');
    await target.query(deleteOf(table, where));
    await insertRows(target, table, source);
    await target.query('COMMIT');
  });
}

/** Removes rows from the target alone, without asking what refers to them. */
export async function removeRows(lab: BreakableLab, table: string, where: string): Promise<void> {
  await onTargetAlone(lab, (target) => target.query(deleteOf(table, where)));
}

const deleteOf = (table: string, where: string): string => `DELETE FROM ${quoteIdentifier(table)} WHERE ${where}`;

function onTargetAlone(lab: BreakableLab, work: (target: Connection) => Promise<unknown>): Promise<unknown> {
  return withoutBinaryLog(lab, 'target', async (target) => {
    await target.query("SET SESSION time_zone = '+00:00', foreign_key_checks = 0");
    await work(target);
  });
}

function readSource(lab: BreakableLab, table: string, where: string): Promise<SourceRows> {
  return lab.withAdmin('source', async (source) => {
    await source.query("SET SESSION time_zone = '+00:00'");
    const columns = await storedColumns(source, table);
    const list = columns.map(quoteIdentifier).join(', ');
    return { columns, rows: await rowsOf(source, `SELECT ${list} FROM ${quoteIdentifier(table)} WHERE ${where}`) };
  });
}

async function insertRows(target: Connection, table: string, { columns, rows }: SourceRows): Promise<void> {
  const list = columns.map(quoteIdentifier).join(', ');
  for (let start = 0; start < rows.length; start += batchRows) {
    const values = rows.slice(start, start + batchRows).map((row) => columns.map((column) => row[column]));
    await target.query(`INSERT INTO ${quoteIdentifier(table)} (${list}) VALUES ?`, [values]);
  }
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
