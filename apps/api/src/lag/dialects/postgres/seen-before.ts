import type { Subscription } from '@cutover/contracts';
import { engines } from '@cutover/databases';
import { doubtOf, type SubscriptionLook } from './doubt.js';
import type { ToldSlot, ToldSubscription } from './read-facts.js';

/** Longer than a worker rests before it tries again (wal_retrieve_retry_interval, 5 s, and a busy server). */
const failuresLastMs = 60_000;

/** What a measurement remembers of those before it. */
export type SeenBefore = Pick<Subscription, 'failures' | 'doubt'>;

/**
 * Pure: what is known of a subscription from looking at it again and again. One that was made anew begins anew.
 * @param measuredAt UTC ISO text
 */
export function seenBefore(look: SubscriptionLook, measuredAt: string): SeenBefore {
  const { told, slot, last } = look;
  return {
    failures: last === undefined ? null : failuresOf(told, slot, last, measuredAt),
    doubt: last?.doubt ?? doubtOf(look),
  };
}
/** One failure may be a restart of the source; those that follow each other are a fault, until what failed goes on. */
function failuresOf(
  told: ToldSubscription,
  slot: ToldSlot | undefined,
  last: Subscription,
  measuredAt: string,
): Subscription['failures'] {
  const copies = grown(told.sync_errors, last.syncErrors);
  const count = grown(told.apply_errors, last.applyErrors) + copies;
  const isRecent =
    last.failures !== null && Date.parse(measuredAt) - Date.parse(last.failures.lastAt) <= failuresLastMs;
  const before = isRecent ? last.failures : null;
  if (count > 0) return { count: (before?.count ?? 0) + count, lastAt: measuredAt, isCopy: copies > 0 };
  return before === null || hasGoneOn(told, slot, last, before.isCopy) ? null : before;
}

/** A worker that fails never gets past the transaction, or the table, that it fails at. */
function hasGoneOn(told: ToldSubscription, slot: ToldSlot | undefined, last: Subscription, isCopy: boolean): boolean {
  if (isCopy) return told.initialSync.ready > last.initialSync.ready;
  const was = last.slot?.confirmedPosition ?? null;
  const now = slot?.confirmed ?? null;
  return told.is_running && was !== null && now !== null && !engines.postgres.positions.hasReached(was, now);
}

/** 0 also where the counters began anew, or are not told. */
function grown(now: string | null, before: number | null): number {
  return now === null || before === null ? 0 : Math.max(0, Number(now) - before);
}
