import type { Waiver } from '@cutover/contracts';

/** A failure may be waived together with what is not known of it; not the other way round. */
const covered: Record<Waiver['covers'], ReadonlySet<Waiver['covers']>> = {
  unknown: new Set(['unknown']),
  fail: new Set(['fail', 'unknown']),
};

/** What a check says of a subject, and what that consists of. */
export interface Waivable {
  check: string;
  subject: string;
  outcome: Waiver['covers'];
  items: readonly string[];
}

/**
 * What a finding consists of: a waiver of its subject covers these and no others. One that names nothing is about its subject as a whole,
 * which is a thing of its own: whoever answers for two events does not answer for "which events run is unknown".
 */
export function itemsOf({
  subject,
  items,
  tables,
}: {
  subject: string;
  items?: readonly string[];
  tables?: readonly string[];
}): readonly string[] {
  const named = items ?? tables ?? [];
  return named.length === 0 ? [subject] : named;
}

/**
 * Pure: the waiver that covers all that a check says of a subject; of several the one that counts longest. null: none does. Many
 * subjects stay while what stands behind them changes ("first comparison", "target"): one more table or event is news, and open.
 */
export function coveringWaiver(waivers: readonly Waiver[], found: Waivable): Waiver | null {
  return waivers.reduce<Waiver | null>((best, waiver) => {
    if (waiver.check !== found.check || !covered[waiver.covers].has(found.outcome)) return best;
    if (waiver.subject !== null && !isOfSubject(waiver, found)) return best;
    return best === null || waiver.until > best.until ? waiver : best;
  }, null);
}

/** A waiver of an earlier release kept no items: it covers what is named by its subject alone. */
function isOfSubject({ subject, items }: Waiver, found: Waivable): boolean {
  if (subject === null || subject !== found.subject) return false;
  const known = new Set(itemsOf({ subject, items: items ?? [] }));
  return found.items.every((item) => known.has(item));
}
