import type { Client } from 'pg';
import { LabError } from '../../lab.errors.js';
import { rowsOf } from './admin.js';
import { subscriptionName } from './replication.js';

/** How much log the source keeps for a slot that nobody reads. */
export const retention = 'max_slot_wal_keep_size';
/** Of 16 MB each: so much is written at most until the slot is lost. Three are enough when nothing else holds back the log. */
const mostSegments = 12;

/**
 * Has the source keep too little log, and write until it has given up the slot, which nobody may read meanwhile.
 * @throws LabError when something else keeps the log.
 */
export async function loseSlot(source: Client): Promise<void> {
  await set(source, `SET ${retention} = '1MB'`);
  await writeUntilLost(source);
}

/** Has the source keep as much log as before. A lost slot stays lost. */
export async function keepLog(source: Client): Promise<void> {
  await set(source, `RESET ${retention}`);
}

async function set(source: Client, change: string): Promise<void> {
  await source.query(`ALTER SYSTEM ${change}`);
  await source.query('SELECT pg_reload_conf()');
}

/** A checkpoint removes log, and gives up the slots that needed it. */
async function writeUntilLost(source: Client): Promise<void> {
  for (let segment = 0; segment < mostSegments; segment++) {
    await source.query("SELECT pg_logical_emit_message(false, 'cutover lab', 'fills a segment')");
    await source.query('SELECT pg_switch_wal()');
    await source.query('CHECKPOINT');
    const [slot] = await rowsOf(source, 'SELECT wal_status FROM pg_replication_slots WHERE slot_name = $1', [
      subscriptionName,
    ]);
    if (slot?.['wal_status'] === 'lost') return;
  }
  throw new LabError(
    `The source has written ${mostSegments * 16} MB and kept the log for the slot all the same.`,
    'Mend slot-lost, and see what else on the source needs that log (pg_replication_slots, wal_keep_size).',
  );
}
