import type { Client } from 'pg';
import { rowsOf } from '../admin.js';
import { quoteIdentifier } from '../quote.js';
import { dropSlot, subscribe, subscriptionName, waitUntilReplicating } from '../replication.js';
import type { BreakName } from './break-names.js';
import type { BreakableLab } from './lab-break.js';

/** A million rows take half a minute; a busy machine needs more. */
const syncTimeoutMs = 600_000;

/** Breaks of which nothing would be left after a new copy, or which would not let it come to its end. */
export const inTheWayOfACopy = [
  'worker-killed',
  'apply-error',
  'table-not-published',
  'schema-changed',
  'row-changed',
  'row-missing',
  'row-extra',
  'long-transaction',
] as const satisfies readonly BreakName[];

/** Mends a slot that is lost, as people must: a new subscription copies every table anew. */
export async function subscribeAnew(lab: BreakableLab): Promise<void> {
  // A mend that was interrupted may have made one already.
  await lab.withAdmin('source', dropSlot);
  const isEnabled = !lab.isBroken('subscription-disabled');
  await lab.withAdmin('target', async (target) => {
    await dropSubscription(target);
    await emptyTables(target);
    await subscribe(target, lab.state, { isEnabled });
  });
  if (isEnabled) await waitUntilReplicating(lab, syncTimeoutMs);
}

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
