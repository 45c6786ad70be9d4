import type { LookPair } from '../../pair-history-dialect.js';
import type { Happening } from '../../pair-look.js';
import { subscriptionsOf, type SubscriptionFacts } from './history-facts.js';

/** Pure: what was done to the subscriptions of the target between two looks, after which rows may be missing; null: nothing. */
export function changedSubscriptions({ before, after }: LookPair): Happening | null {
  const [had, has] = [subscriptionsOf(before), subscriptionsOf(after)];
  if (had === null || has === null) return null;
  for (const name of new Set([...Object.keys(had), ...Object.keys(has)])) {
    const reason = changeOf(name, had[name], has[name]);
    if (reason !== null) return { reason, voids: 'equality' };
  }
  return null;
}

function changeOf(name: string, had: SubscriptionFacts | undefined, has: SubscriptionFacts | undefined): string | null {
  if (has === undefined)
    return `the subscription "${name}" was dropped on the target: what the source wrote after that does not come by it`;
  if (had === undefined) return `the subscription "${name}" was made on the target: other rows come to it now`;
  if (had.id !== has.id)
    return `the subscription "${name}" was dropped on the target and made anew: its tables may have been copied again`;
  if (had.slot !== has.slot)
    return `the subscription "${name}" read from the slot "${had.slot ?? 'none'}" and reads from "${has.slot ?? 'none'}": what lies between the two may be missing`;
  if (had.publications !== has.publications)
    return `the subscription "${name}" read the publications ${had.publications || '(none)'} and reads ${has.publications || '(none)'}: another part of the tables may come to the target`;
  if (has.skipped !== null && has.skipped !== had.skipped)
    return `the subscription "${name}" was told to skip the transaction that ends at ${has.skipped} (ALTER SUBSCRIPTION … SKIP)`;
  if (isErrorPassedOver(had, has))
    return `a subscription was altered on the target after "${name}" had failed: it may have been told to skip a transaction, and have passed it since (ALTER SUBSCRIPTION … SKIP)`;
  return null;
}

/**
 * What is skipped is forgotten once it was passed, which takes seconds where a worker tries again and again: no look need see it. One
 * that is disabled, as by its error (disable_on_error), has passed nothing until it is enabled, which alters it again.
 */
function isErrorPassedOver(had: SubscriptionFacts, has: SubscriptionFacts): boolean {
  const { alterations, errorsThen } = had;
  if (alterations === undefined || alterations === has.alterations || had.skipped !== has.skipped) return false;
  if (!has.isEnabled) return false;
  return errorsThen == null || has.errors == null || BigInt(has.errors) > BigInt(errorsThen);
}
