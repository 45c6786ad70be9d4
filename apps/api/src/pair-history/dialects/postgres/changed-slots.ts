import { engines } from '@cutover/databases';
import type { LookPair } from '../../pair-history-dialect.js';
import type { Facts, Happening } from '../../pair-look.js';
import { slotsOf, subscriptionsOf, type SlotFacts, type SubscriptionFacts } from './history-facts.js';

const { hasReached } = engines.postgres.positions;

/**
 * Pure: what happened between two looks to a slot from which a subscription reads, and whatever was written meanwhile does not come;
 * null: nothing. A slot has no mark of its own by which another one of its name could be told from it.
 */
export function changedSlots({ before, after }: LookPair): Happening | null {
  const [had, has] = [slotsOf(before), slotsOf(after)];
  if (had === null || has === null) return null;
  for (const { was, is } of subscriptionsOfBoth(before, after)) {
    const reason = is.slot === null ? null : changeOf(is.slot, [had[is.slot], has[is.slot]], [was, is]);
    if (reason !== null) return { reason, voids: 'equality' };
  }
  return null;
}

type Both<T> = readonly [before: T, after: T];

/** One that was made anew, or reads from another slot now, is told by that. */
function subscriptionsOfBoth(before: Facts, after: Facts): { was: SubscriptionFacts; is: SubscriptionFacts }[] {
  const had = subscriptionsOf(before) ?? {};
  return Object.entries(subscriptionsOf(after) ?? {}).flatMap(([name, is]) => {
    const was = had[name];
    return was?.id === is.id && was.slot === is.slot ? [{ was, is }] : [];
  });
}

function changeOf(
  name: string,
  [had, has]: Both<SlotFacts | undefined>,
  subscription: Both<SubscriptionFacts>,
): string | null {
  if (had === undefined && has === undefined) return null;
  if (has === undefined) return `the slot "${name}" is gone on the source: what is written without it does not come`;
  if (had === undefined)
    return `the slot "${name}" was missing on the source and is there again: what was written in between is not in it`;
  if (isAnew(had, has))
    return `the slot "${name}" was made anew on the source: what was written before that may be missing on the target`;
  if (isMoved([had, has], subscription))
    return `the slot "${name}" was moved from ${had.confirmed} to ${has.confirmed} on the source while the subscription did not read from it`;
  return null;
}

/** A lost one never becomes whole, and no slot forgets what it has decoded. */
function isAnew(had: SlotFacts, has: SlotFacts): boolean {
  if (had.isLost === true && has.isLost !== true) return true;
  if (had.transactions === null || has.transactions === null || had.countedSince !== has.countedSince) return false;
  return BigInt(has.transactions) < BigInt(had.transactions);
}

function isMoved([had, has]: Both<SlotFacts>, [was, is]: Both<SubscriptionFacts>): boolean {
  if (was.isEnabled || is.isEnabled || had.isRead || had.confirmed === null || has.confirmed === null) return false;
  return !hasReached(had.confirmed, has.confirmed);
}

/**
 * Pure: whether every subscription is served by the very process that served it before: then no slot was dropped, moved or made anew
 * meanwhile, and nobody has skipped what a worker had failed at.
 */
export function isServedThroughout({ before, after }: LookPair): boolean {
  const [had, has] = [slotsOf(before), slotsOf(after)];
  const now = Object.values(subscriptionsOf(after) ?? {});
  if (had === null || has === null || subscriptionsOfBoth(before, after).length < now.length) return false;
  return now.every(({ slot }) => {
    const [reader, now] = [had[slot ?? '']?.reader, has[slot ?? '']?.reader];
    return reader !== null && reader !== undefined && reader === now;
  });
}
