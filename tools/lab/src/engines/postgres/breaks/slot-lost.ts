import type { Client } from 'pg';
import { LabError } from '../../../lab.errors.js';
import { rowsOf } from '../admin.js';
import { disableSubscription, enableSubscription, subscriptionName } from '../replication.js';
import type { LabBreak } from './lab-break.js';
import { inTheWayOfACopy, subscribeAnew } from './subscribe-anew.js';

const setting = 'max_slot_wal_keep_size';
/** Of 16 MB each: so much is written at most until the slot is lost. Three are enough when nothing else holds back the log. */
const mostSegments = 12;

export const slotLost: LabBreak = {
  description: `the source kept too little log (${setting}): the slot of the target is lost, and everything must be copied anew`,
  needs: ['source', 'target'],
  mendFirst: [...inTheWayOfACopy, 'slot-dropped'],

  async apply(lab) {
    // Its target is away while the source writes on, as in a long night.
    await disableSubscription(lab);
    await lab.withAdmin('source', async (source) => {
      await set(source, `SET ${setting} = '1MB'`);
      await writeUntilLost(source);
    });
    if (!lab.isBroken('subscription-disabled')) await enableSubscription(lab);
  },

  async mend(lab) {
    await lab.withAdmin('source', (source) => set(source, `RESET ${setting}`));
    await subscribeAnew(lab);
  },
};

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
