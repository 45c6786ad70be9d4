import type { Client } from 'pg';
import { shopSizes, shopTables } from '../../../shop/sizes.js';
import { rowsOf } from '../admin.js';
import { quoteString } from '../quote.js';
import { fillings } from './rows.js';

/** Longest time one statement of the seed may take: far beyond what a million rows need. */
const statementSeconds = 300;

/** Fills the tables of the shop. `onSeeded` is told how much of the rows is there, from 0 to 1. */
export async function fillShop(client: Client, rows: number, onSeeded: (share: number) => void): Promise<void> {
  await client.query(`SET statement_timeout = '${statementSeconds}s'`);
  const sizes = shopSizes(rows);
  const all = Object.values(sizes).reduce((sum, size) => sum + size, 0);
  let done = 0;
  for (const [table, sql] of fillings(rows)) {
    await client.query(sql);
    onSeeded((done += sizes[table]) / all);
  }
  await moveSequencesOn(client);
  await client.query('ANALYZE');
}

/** The rows came with their ids: the next one is the first that is free. */
async function moveSequencesOn(client: Client): Promise<void> {
  const tables = shopTables.map(quoteString).join(', ');
  const columns = await rowsOf(
    client,
    `SELECT table_name AS table, pg_get_serial_sequence(table_name, column_name) AS sequence
     FROM information_schema.columns WHERE is_identity = 'YES' AND column_name = 'id' AND table_name IN (${tables})`,
  );
  for (const { table, sequence } of columns) {
    await client.query(`SELECT setval(${quoteString(String(sequence))}, (SELECT max(id) FROM ${String(table)}))`);
  }
}
