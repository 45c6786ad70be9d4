import type { Waiver } from '@cutover/contracts';

/** A failure may be waived together with what is not known of it; not the other way round. */
const covered: Record<Waiver['covers'], ReadonlySet<Waiver['covers']>> = {
  unknown: new Set(['unknown']),
  fail: new Set(['fail', 'unknown']),
};

/** Pure: the waiver that covers what a check says of a subject; of several the one that counts longest. null: none does. */
export function coveringWaiver(
  waivers: readonly Waiver[],
  found: { check: string; subject: string; outcome: Waiver['covers'] },
): Waiver | null {
  return waivers.reduce<Waiver | null>((best, waiver) => {
    const isOfIt = waiver.check === found.check && (waiver.subject === null || waiver.subject === found.subject);
    if (!isOfIt || !covered[waiver.covers].has(found.outcome)) return best;
    return best === null || waiver.until > best.until ? waiver : best;
  }, null);
}
