import type { Lab } from '@cutover/lab';
import { makeRoomInMemory, plainTable, seedTable, typedTable } from '../verify/bench-table.js';

/** Bytes of a row in a dump. */
const plainBytes = 215;
const typedBytes = 290;

/** Tables like those of sysbench, and of text, that make a dump of this size. Answers how many rows the first has. */
export async function seedBackupTables(lab: Lab, gib: number): Promise<number> {
  const half = (gib * 2 ** 30) / 2;
  const rows = Math.trunc(half / plainBytes);
  await makeRoomInMemory(lab, gib * 2 ** 30 * 1.5);
  await seedTable(lab, plainTable, rows);
  await seedTable(lab, typedTable, Math.trunc(half / typedBytes));
  return rows;
}
