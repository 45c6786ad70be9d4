import type { Facts } from '../../pair-look.js';

/** A logical slot of the source. */
export interface SlotFacts {
  /** The source has removed log that it still needed: it never becomes whole again. */
  isLost: boolean | null;
  /** Up to where its reader has confirmed. */
  confirmed: string | null;
  isRead: boolean;
  /** The process that sends from it, with the time of its start; null: none, or the account may not know. */
  reader: string | null;
  /** Decoded by the slot since its counters began; null: not told. */
  transactions: string | null;
  /** Changes when somebody resets counters, and after a crash; not when the slot is made anew. */
  countedSince: string;
}

/** A subscription of the target. */
export interface SubscriptionFacts {
  /** Its oid: another one for a subscription of the same name that was made anew. */
  id: string;
  isEnabled: boolean;
  slot: string | null;
  publications: string;
  /** Up to where it was told to skip; null: nothing, or it has passed it. */
  skipped: string | null;
  /**
   * How often rows of pg_subscription were altered, of all databases: by each ALTER SUBSCRIPTION, and when one has passed what it was
   * told to skip. An earlier release did not note it.
   */
  alterations?: string;
  /** How often it failed to apply since its counters began; null: not told. */
  errors?: string | null;
  /** The same when it was last altered and enabled. */
  errorsThen?: string | null;
}

type Named<T> = Readonly<Record<string, T>>;

/** Where the own log of either side ends. */
export const logFact = 'log';
/** On the source all slots, on the target those that its subscriptions name. */
export const slotsFact = 'slots';
export const subscriptionsFact = 'subscriptions';

/** Pure: the slots of a look; null: the source was not asked yet. */
export const slotsOf = (facts: Facts): Named<SlotFacts> | null => read(facts[slotsFact]);
/** Pure: the subscriptions of a look at the target; null: an earlier release did not note them. */
export const subscriptionsOf = (facts: Facts): Named<SubscriptionFacts> | null => read(facts[subscriptionsFact]);

/**
 * Pure: the facts of this look at the target, with what earlier ones told of its errors, and with the slots that its subscriptions
 * read from. They are what the source said right after it, or at last.
 */
export function withEarlier(before: Facts | null, now: Facts, source: Facts | null): Facts {
  const facts = withErrorsThen(before, now);
  const slots = (source === null ? null : slotsOf(source)) ?? slotsOf(before ?? {});
  if (slots === null) return facts;
  const names = new Set(Object.values(subscriptionsOf(now) ?? {}).map(({ slot }) => slot));
  const own = Object.entries(slots).filter(([name]) => names.has(name));
  return { ...facts, [slotsFact]: JSON.stringify(Object.fromEntries(own)) };
}

function withErrorsThen(before: Facts | null, now: Facts): Facts {
  const [had, has] = [subscriptionsOf(before ?? {}) ?? {}, subscriptionsOf(now)];
  if (has === null) return now;
  const all = Object.entries(has).map(([name, is]) => {
    const was = had[name];
    const isAsBefore = was?.id === is.id && (was.alterations === is.alterations || !is.isEnabled);
    return [name, { ...is, errorsThen: isAsBefore ? (was.errorsThen ?? null) : (is.errors ?? null) }];
  });
  return { ...now, [subscriptionsFact]: JSON.stringify(Object.fromEntries(all)) };
}

function read<T>(text: string | undefined): Named<T> | null {
  return text === undefined ? null : (JSON.parse(text) as Named<T>);
}
