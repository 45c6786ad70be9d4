import type { LogicalReplication, SlotOwner, SourceLog, SourceSlot } from '@cutover/contracts';
import { reasonsOf, valueOf } from '../lookup.js';
import { forecastDisk, furthestBack, type DiskSpace } from './disk-forecast.js';
import type { ToldReplication, ToldSource } from './logical-replication-dialect.js';
import type { SourceFigures } from './slot-figures.js';
import { ownerOf, type OwnSubscriptions } from './slot-owner.js';

/** Everything that one look at both servers is judged with. */
export interface ReplicationLook {
  told: ToldReplication;
  /** null: nobody knows them yet. */
  own: OwnSubscriptions | null;
  space: DiskSpace;
  /** Of what the source told; null: it did not. */
  figures: SourceFigures | null;
}

/** Ours first; then those that keep most log. */
const order: Readonly<Record<SlotOwner, number>> = {
  ...{ subscription: 0, 'first-copy': 1, cutover: 2, unknown: 3, other: 4 },
};

/** Pure: what logical replication uses on both servers. */
export function composeReplication(look: ReplicationLook): Omit<LogicalReplication, 'measuredAt'> {
  const { told, own, figures } = look;
  const source = valueOf(told.source)?.value ?? null;
  const target = valueOf(told.target);
  const slots = (figures?.slots ?? [])
    .map((slot) => slot.as(ownerOf(slot.told, own)))
    .sort((a, b) => order[a.owner] - order[b.owner] || (b.retainedBytes ?? 0) - (a.retainedBytes ?? 0));
  return {
    log: source === null ? null : logOf(source, slots, look),
    slots,
    own: sumOf(slots.filter(({ owner }) => owner === 'subscription')),
    limits: [...(source?.limits ?? []), ...(target?.limits ?? [])],
    publications: (valueOf(told.slow.publications) ?? []).map((publication) => ({
      ...publication,
      isRead: own === null ? null : own.publications.has(publication.name),
    })),
    origins: (target?.origins ?? []).map(({ name, subscriptionId, remotePosition }) => ({
      ...{ name, remotePosition },
      subscription: subscriptionId === null ? null : (own?.names.get(subscriptionId) ?? null),
    })),
    reasons: reasonsOf([told.source, told.target, told.slow.directoryBytes, told.slow.publications]),
  };
}

function logOf(source: ToldSource, slots: readonly SourceSlot[], { told, figures, space }: ReplicationLook): SourceLog {
  const most = furthestBack(slots);
  const log = {
    ...{ position: source.position, level: source.level, keepLimitBytes: source.keepLimitBytes },
    writtenBytesPerSecond: figures?.writtenBytesPerSecond ?? null,
    retainedBytes: most === null ? 0 : most.retainedBytes,
    growthBytesPerSecond: most === null ? 0 : most.growthBytesPerSecond,
    directoryBytes: valueOf(told.slow.directoryBytes),
  };
  return { ...log, disk: forecastDisk(log, slots, space) };
}

function sumOf(own: readonly SourceSlot[]): LogicalReplication['own'] {
  const bytes = own.map(({ behindBytes }) => behindBytes);
  const isKnown = bytes.every((each) => each !== null);
  const furthest = own.reduce<SourceSlot | null>(
    (most, slot) => ((slot.behindBytes ?? -1) > (most?.behindBytes ?? -1) ? slot : most),
    null,
  );
  return {
    slots: own.length,
    behindBytes: isKnown ? String(bytes.reduce((sum, each) => sum + (each ?? 0), 0)) : null,
    furthestBehind: furthest?.name ?? null,
  };
}
