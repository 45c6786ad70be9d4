import type { SourceSlot } from '@cutover/contracts';
import { formatSeconds } from '../../format/duration.js';
import { formatBytes } from '../../format/figures.js';
import { slotLook } from '../../looks/slot-look.js';
import type { TableColumn } from '../../ui/sort-rows.js';
import { toneRank } from '../../ui/tone.js';

/** What is told of a slot, in columns. */
export const slotColumns: TableColumn<SourceSlot>[] = [
  { key: 'name', label: 'Slot', sortValue: ({ name }) => name },
  { key: 'state', label: 'State', sortValue: (slot) => toneRank[slotLook(slot).tone] },
  { key: 'behind', label: 'Behind', align: 'end', sortValue: ({ behindBytes }) => behindBytes },
  { key: 'seconds', label: 'Seconds', align: 'end', sortValue: ({ seconds }) => seconds },
  { key: 'caughtUp', label: 'Caught up in', align: 'end', sortValue: ({ caughtUpInSeconds }) => caughtUpInSeconds },
  { key: 'kept', label: 'Log kept', align: 'end', sortValue: ({ retainedBytes }) => retainedBytes },
  { key: 'lost', label: 'Lost in', align: 'end', sortValue: ({ lostInSeconds }) => lostInSeconds },
];

/** Unknown is said; of a slot without a position there is nothing to be behind. */
export function secondsText({ seconds, atLeastSeconds }: SourceSlot): string {
  if (seconds !== null) return formatSeconds(seconds);
  return atLeastSeconds === null ? 'unknown' : `at least ${formatSeconds(atLeastSeconds)}`;
}

/** A rate that does not shrink the distance has no end. */
export function caughtUpText({ caughtUpInSeconds }: SourceSlot): string {
  if (caughtUpInSeconds === null) return 'unknown';
  return caughtUpInSeconds === 0 ? 'caught up' : formatSeconds(caughtUpInSeconds);
}

/** Without a limit it is never lost for want of space; with one it may be unknown when. */
export function lostText({ safeWalBytes, lostInSeconds, walStatus }: SourceSlot): string {
  if (walStatus === 'lost') return 'lost';
  if (safeWalBytes === null) return 'no limit';
  return lostInSeconds === null ? `after ${formatBytes(safeWalBytes)}` : formatSeconds(lostInSeconds);
}

/** What stands under a slot: positions of its reader, and why it was given up. */
export function slotNote(slot: SourceSlot): string | undefined {
  const { sender, invalidationReason, inactiveSince, isConflicting, isActive } = slot;
  const parts = [
    invalidationReason === null ? null : `given up: ${invalidationReason}`,
    isConflicting === true ? 'in conflict with recovery' : null,
    !isActive && inactiveSince !== null ? `nobody reads since ${inactiveSince}` : null,
    sender === null
      ? null
      : `${sender.application ?? 'unknown'} ${sender.state ?? ''}: sent ${sender.sentPosition ?? 'unknown'}, written ${sender.writePosition ?? 'unknown'}, on disk ${sender.flushPosition ?? 'unknown'}, applied ${sender.replayPosition ?? 'unknown'}`,
  ];
  return parts.filter((part) => part !== null).join(' · ') || undefined;
}
