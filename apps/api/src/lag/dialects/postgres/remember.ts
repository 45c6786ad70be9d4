import type { ReplicaLag, ReplicationChannel } from '@cutover/contracts';
import type { LagMemory } from '../../lag-dialect.js';
import { marksOf } from './marks.js';
import type { SourceFacts, ToldSubscription } from './read-facts.js';

/** What the servers told in this measurement; null: that one did not answer. */
interface Told {
  target: ToldSubscription[] | null;
  source: SourceFacts | null;
}

/** Pure: what the next measurement is compared with. A server that did not answer is remembered as it was. */
export function remember(lag: ReplicaLag, memory: LagMemory | null, told: Told): LagMemory {
  const marks = marksOf(told.target, told.source, memory?.marks ?? {});
  if (memory === null) return { lag, marks };
  const { channels, sourcePosition } = memory.lag;
  const now = told.source !== null ? lag : { ...lag, sourcePosition, channels: lag.channels.map(withSlotOf(channels)) };
  return { lag: told.target !== null ? now : { ...now, channels }, marks };
}

/** A subscription with the slot that it had when the source was asked for it last. */
const withSlotOf =
  (before: readonly ReplicationChannel[]) =>
  (channel: ReplicationChannel): ReplicationChannel => {
    const { subscription } = channel;
    const last = before.find((each) => each.subscription?.id === subscription?.id)?.subscription;
    if (subscription === undefined || last === undefined || last.slotName !== subscription.slotName) return channel;
    return { ...channel, subscription: { ...subscription, slot: last.slot } };
  };
