import type { SourceFacts, ToldSubscription } from './read-facts.js';

/**
 * Pure: the subscriptions of the target's database that read from this source. Their connection text may not be read, so
 * they are known by what they read: a slot or a publication of the source. Where none can be told to be of another source,
 * all count: one whose slot was dropped must not vanish.
 * @param source null: it could not be asked
 * @param before names of those that were ours in the measurement before: one that loses slot and publication stays
 */
export function ownSubscriptions(
  subscriptions: readonly ToldSubscription[],
  source: SourceFacts | null,
  before: ReadonlySet<string>,
): ToldSubscription[] {
  const here = subscriptions.filter(({ is_here }) => is_here);
  if (source === null) return here;
  const known = here.filter(
    ({ name, slot, publications }) =>
      before.has(name) ||
      (slot !== null && source.slots.get(slot)?.is_here === true) ||
      publications.some((each) => source.publications.has(each)),
  );
  return known.length > 0 ? known : here;
}
