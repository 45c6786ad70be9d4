import type { Client } from 'pg';
import { rowsOf } from '../admin.js';
import { quoteIdentifier } from '../quote.js';
import type { BreakableLab } from './lab-break.js';

/** Works on the rows of the target as replication does: no trigger runs, and nobody asks what refers to a row. */
export function onTargetRows(lab: BreakableLab, work: (target: Client) => Promise<unknown>): Promise<unknown> {
  return lab.withAdmin('target', async (target) => {
    await target.query('SET session_replication_role = replica');
    await work(target);
  });
}

/** Removes rows from the target alone. */
export async function removeRows(lab: BreakableLab, table: string, where: string): Promise<void> {
  await onTargetRows(lab, (target) => target.query(`DELETE FROM ${quoteIdentifier(table)} WHERE ${where}`));
}

/** Makes these rows of the target what they are on the source. The table has no generated column. */
export async function putRowsBack(lab: BreakableLab, table: string, where: string): Promise<void> {
  const name = quoteIdentifier(table);
  const rows = await lab.withAdmin('source', (source) =>
    rowsOf(source, `SELECT t::text AS row FROM ${name} t WHERE ${where}`),
  );
  await onTargetRows(lab, async (target) => {
    await target.query('BEGIN');
    await target.query(`DELETE FROM ${name} WHERE ${where}`);
    for (const { row } of rows) await target.query(`INSERT INTO ${name} SELECT ($1::${name}).*`, [row]);
    await target.query('COMMIT');
  });
}
