import type { Client } from 'pg';
import { LabError } from '../../../lab.errors.js';
import { rowsOf } from '../admin.js';
import { quoteIdentifier } from '../quote.js';
import { dropSlot, subscribe, subscriptionName, waitUntilReplicating } from '../replication.js';
import type { LabBreak } from './lab-break.js';

/** A million rows take half a minute; a busy machine needs more. */
const syncTimeoutMs = 600_000;

export const slotDropped: LabBreak = {
  description: 'the slot is gone on the source: the target can never go on, and must copy everything anew',
  needs: ['source', 'target'],

  async apply(lab) {
    await lab.withAdmin('source', dropSlot);
  },

  async mend(lab) {
    if (lab.isBroken('apply-error')) {
      throw new LabError(
        'All rows would be copied anew, and nothing would be left of apply-error.',
        'Mend that first: "npm run lab -- mend apply-error".',
      );
    }
    // A mend that was interrupted may have made one already.
    await lab.withAdmin('source', dropSlot);
    const isEnabled = !lab.isBroken('subscription-disabled');
    await lab.withAdmin('target', async (target) => {
      await dropSubscription(target);
      await emptyTables(target);
      await subscribe(target, lab.state, { isEnabled });
    });
    if (isEnabled) await waitUntilReplicating(lab, syncTimeoutMs);
  },
};

/** Without asking the source for its slot. */
async function dropSubscription(target: Client): Promise<void> {
  const known = await rowsOf(target, 'SELECT FROM pg_subscription WHERE subname = $1', [subscriptionName]);
  if (known.length === 0) return;
  for (const change of ['DISABLE', 'SET (slot_name = NONE)']) {
    await target.query(`ALTER SUBSCRIPTION ${subscriptionName} ${change}`);
  }
  await target.query(`DROP SUBSCRIPTION ${subscriptionName}`);
}

/** Every table of the shop: the publication holds them all. */
async function emptyTables(target: Client): Promise<void> {
  const tables = await rowsOf(target, "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'");
  const names = tables.map(({ name }) => quoteIdentifier(String(name)));
  await target.query(`TRUNCATE ${names.join(', ')}`);
}
