import type { ReplicaLag, SlotOwner } from '@cutover/contracts';
import type { ToldSourceSlot } from './logical-replication-dialect.js';

/** What is known of this migration's subscriptions. */
export interface OwnSubscriptions {
  /** Names of the slots from which they read. */
  slots: ReadonlySet<string>;
  /** By id: their names. */
  names: ReadonlyMap<string, string>;
  publications: ReadonlySet<string>;
  /** Identity of the target as workers write it into names of slots; null: it never answered. */
  targetServerId: string | null;
}

/** Slots of a verification of ours begin so, and end with its connection. */
const ownPrefix = 'cutover_';

/** Pure: the subscriptions of this migration as the last measurement of the lag has them; null: nobody knows them yet. */
export function ownSubscriptionsOf(lag: ReplicaLag | null, targetServerId: string | null): OwnSubscriptions | null {
  if (lag === null || (lag.state === 'unknown' && lag.channels.length === 0)) return null;
  const own = lag.channels.flatMap(({ name, subscription }) => (subscription ? [{ name, ...subscription }] : []));
  return {
    slots: new Set(own.flatMap(({ slotName }) => (slotName === null ? [] : [slotName]))),
    names: new Map(own.map(({ id, name }) => [id, name])),
    publications: new Set(own.flatMap(({ publications }) => publications)),
    targetServerId,
  };
}

/** Pure: whose a slot is. What is not known to be ours is another's, and is never advised to be dropped. */
export function ownerOf(slot: ToldSourceSlot, own: OwnSubscriptions | null): SlotOwner {
  if (slot.isTemporary && slot.name.startsWith(ownPrefix)) return 'cutover';
  if (own === null) return 'unknown';
  if (own.slots.has(slot.name)) return 'subscription';
  const { copy } = slot;
  const isOurCopy = copy !== null && own.names.has(copy.subscriptionId) && copy.serverId === own.targetServerId;
  return isOurCopy ? 'first-copy' : 'other';
}
