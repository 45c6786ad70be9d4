import { engines, isRightMissing, type StatementBounds } from '@cutover/databases';
import { ownSubscriptions } from '../../../lag/dialects/postgres/own-subscriptions.js';
import { readSource, readSubscriptions, type ToldSubscription } from '../../../lag/dialects/postgres/read-facts.js';
import { valueOf } from '../../../lag/lookup.js';
import type { Servers } from '../../freeze-proof-dialect.js';
import { appliedStatement } from './statements.js';

const { hasReached } = engines.postgres.positions;

/** The subscriptions of the pair with the confirmed position of the slot of each; null: they could not be read. */
async function readOwn(
  { source, target }: Servers,
  bounds: StatementBounds,
): Promise<{ subscription: ToldSubscription; confirmed: string | null }[] | null> {
  const all = valueOf(await readSubscriptions(target, bounds));
  const facts = all && valueOf(await readSource(source, all, bounds));
  if (all === null || facts === null) return null;
  return ownSubscriptions(all, facts, new Set()).map((subscription) => ({
    subscription,
    confirmed: (subscription.slot === null ? null : facts.slots.get(subscription.slot)?.confirmed) ?? null,
  }));
}

/**
 * Up to where the target has everything: what the slot of each subscription was told to be applied and on the disk of the target. That
 * goes on behind what is not published, a checkpoint among it, while the origin on the target stands at the last rows that came. null:
 * a slot is not known, a table is still being copied, or there is no subscription. Rejects as `query` does.
 */
export async function reached(servers: Servers, bounds: StatementBounds): Promise<string | null> {
  const own = await readOwn(servers, bounds);
  if (own === null || own.length === 0) return null;
  const isCopying = own.some(({ subscription: { initialSync } }) => initialSync.pending.length > 0);
  const confirmed = own.flatMap((each) => each.confirmed ?? []);
  if (isCopying || confirmed.length < own.length) return null;
  return confirmed.reduce((least, each) => (hasReached(each, least) ? least : each));
}

/**
 * The end of the last transaction of the source with published rows that the target has applied, `0/0` of none; null: our account
 * may not see it, or there is no subscription. Rejects as `query` does.
 */
export async function lastApplied(servers: Servers, bounds: StatementBounds): Promise<string | null> {
  const own = await readOwn(servers, bounds);
  if (own === null || own.length === 0) return null;
  const names = own.map(({ subscription: { name } }) => name);
  try {
    const [row] = await servers.target.query<{ applied: string | null }>(appliedStatement, [names], bounds);
    return row?.applied ?? null;
  } catch (error) {
    if (isRightMissing(error)) return null;
    throw error;
  }
}
