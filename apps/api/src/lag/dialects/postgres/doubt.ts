import type { ReplicaLag, Subscription } from '@cutover/contracts';
import { engines } from '@cutover/databases';
import type { Marks } from '../../lag-dialect.js';
import { logWentBack, slotBeganAnew } from './marks.js';
import type { SourceFacts, ToldSlot, ToldSubscription } from './read-facts.js';

/** A subscription in this measurement, and what was told before. */
export interface SubscriptionLook {
  told: ToldSubscription;
  /** null: it could not be asked. */
  source: SourceFacts | null;
  /** undefined: the source has none of that name, or could not be asked. */
  slot: ToldSlot | undefined;
  /** undefined: it is seen for the first time. */
  last: Subscription | undefined;
  before: { lag: ReplicaLag; marks: Marks } | null;
}

const { hasReached } = engines.postgres.positions;

/** Pure: why rows may be missing on the target for good, whatever is told from now on. null: nothing says so. */
export function doubtOf(look: SubscriptionLook): string | null {
  return (
    beyondSource(look) ??
    skipped(look) ??
    withoutPublication(look) ??
    restoredTarget(look) ??
    slotMadeAnew(look) ??
    slotMoved(look)
  );
}

/** The source gives nothing up to where the target says that it is, and looks well as soon as it has written past that. */
function beyondSource({ slot }: SubscriptionLook): string | null {
  if (slot === undefined || Number(slot.behind_bytes ?? 0) >= 0) return null;
  return `The target had confirmed more (${slot.confirmed}) than the source had written (${slot.position}): the source was restored or failed over to an earlier state, and what it wrote up to there was skipped`;
}

function skipped({ told }: SubscriptionLook): string | null {
  if (told.skipped === null) return null;
  return `It was told to skip the transaction that ends at ${told.skipped} (ALTER SUBSCRIPTION … SKIP): what that wrote is not on the target`;
}

/** A subscription that has no table yet loses nothing by it. */
function withoutPublication({ told, source }: SubscriptionLook): string | null {
  if (source?.passesOverMissing !== true || told.initialSync.tables === 0) return null;
  const missing = told.publications.filter((name) => !source.publications.has(name));
  if (missing.length === 0) return null;
  return `The source had no publication ${missing.map((name) => `"${name}"`).join(', ')}, which it reads: what was written meanwhile did not come`;
}

function restoredTarget({ told, before }: SubscriptionLook): string | null {
  const was = logWentBack(told, before?.marks ?? {});
  if (was === null) return null;
  return `The log of the target ended at ${was} before, and at ${told.target_log} after: the target was restored, or failed over to a server that was behind, and what it had confirmed does not come again`;
}

/** A slot gives what was written while it was there. `sourcePosition`: the source was asked before. */
function slotMadeAnew({ told, slot, last, before }: SubscriptionLook): string | null {
  if (slot === undefined || last === undefined || last.slotName !== told.slot) return null;
  if (last.slot === null && before?.lag.sourcePosition != null)
    return `Its slot "${slot.slot}" was missing and is there again: what was written in between is not in it`;
  if (!slotBeganAnew(slot, before?.marks ?? {})) return null;
  return `Its slot "${slot.slot}" was made anew: what was written before that and was not on the target yet is not in it`;
}

/** What moves a slot while its subscription is disabled and has no worker is not the subscription. */
function slotMoved({ told, slot, last }: SubscriptionLook): string | null {
  const was = last?.slot?.confirmedPosition ?? null;
  if (slot === undefined || slot.confirmed === null || was === null || last?.slotName !== told.slot) return null;
  const isUnread = !told.is_enabled && !told.is_running && last.isEnabled === false && last.slot?.isActive === false;
  if (!isUnread || hasReached(was, slot.confirmed)) return null;
  return `Its slot "${slot.slot}" was moved from ${was} to ${slot.confirmed} while the subscription did not read from it: what lies between is not on the target`;
}
