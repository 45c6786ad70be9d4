import type { Client } from 'pg';
import type { LabState } from '../../lab-state.js';
import type { PairSessions } from '../engine.js';
import { rowsOf } from './admin.js';
import type { PostgresTypes } from './postgres-types.js';
import { quoteIdentifier } from './quote.js';
import { dropSlot, publicationName, subscribe, subscriptionName, waitUntilReplicating } from './replication.js';

/** A million rows take half a minute; a busy machine needs more. */
const syncTimeoutMs = 600_000;

/**
 * Makes the subscription anew, as people must whose slot is lost: every published table is emptied on the target and copied.
 * Waits for the copies, unless the subscription is to be disabled. One that was interrupted may be begun again.
 */
export async function copyAnew(
  pair: PairSessions<PostgresTypes>,
  state: LabState,
  { isEnabled }: { isEnabled: boolean },
): Promise<void> {
  const published = await pair.withAdmin('source', async (source) => {
    await dropSlot(source);
    return publishedNames(source);
  });
  await pair.withAdmin('target', async (target) => {
    await dropSubscription(target);
    await target.query(`TRUNCATE ${published.join(', ')}`);
    await subscribe(target, state, { isEnabled });
  });
  if (isEnabled) await waitUntilReplicating(pair, syncTimeoutMs);
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

async function publishedNames(source: Client): Promise<string[]> {
  const asked = 'SELECT schemaname, tablename FROM pg_publication_tables WHERE pubname = $1';
  const tables = await rowsOf(source, asked, [publicationName]);
  return tables.map(({ schemaname, tablename }) =>
    [schemaname, tablename].map((name) => quoteIdentifier(String(name))).join('.'),
  );
}
