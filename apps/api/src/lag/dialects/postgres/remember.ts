import type { ReplicaLag, ReplicationChannel } from '@cutover/contracts';
import type { LagMemory } from '../../lag-dialect.js';

/** Which of the servers told something in this measurement. */
interface Told {
  target: boolean;
  source: boolean;
}

/** Pure: what the next measurement is compared with. A server that did not answer is remembered as it was. */
export function remember(lag: ReplicaLag, memory: LagMemory | null, told: Told): LagMemory {
  if (memory === null) return { lag };
  const { channels, sourcePosition } = memory.lag;
  const now = told.source ? lag : { ...lag, sourcePosition, channels: lag.channels.map(withSlotOf(channels)) };
  return { lag: told.target ? now : { ...now, channels } };
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
