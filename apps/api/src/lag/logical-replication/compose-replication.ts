import type { LogicalReplication, SlotOwner, SourceLog, SourceSlot } from '@cutover/contracts';
import { reasonsOf, valueOf } from '../lookup.js';
import type { PositionSample } from '../lag-history.js';
import { provenLagSeconds } from '../proven-lag.js';
import { forecastDisk, furthestBack, type DiskSpace } from './disk-forecast.js';
import { behindGrowth, keptGrowth, writtenRate, type LogSample } from './log-growth.js';
import type { ToldReplication, ToldSource, ToldSourceSlot } from './logical-replication-dialect.js';
import { ownerOf, type OwnSubscriptions } from './slot-owner.js';

/** Everything that one look at both servers is judged with. */
export interface ReplicationLook {
  told: ToldReplication;
  /** null: nobody knows them yet. */
  own: OwnSubscriptions | null;
  space: DiskSpace;
  samples: readonly LogSample[];
  /** Positions of the source, oldest first. */
  positions: readonly PositionSample[];
  /** Monotonic milliseconds. */
  nowMs: number;
  hasReached: (reached: string, wanted: string) => boolean;
}

/** Ours first; then those that keep most log. */
const order: Readonly<Record<SlotOwner, number>> = {
  ...{ subscription: 0, 'first-copy': 1, cutover: 2, unknown: 3, other: 4 },
};

/** Pure: what logical replication uses on both servers. */
export function composeReplication(look: ReplicationLook): Omit<LogicalReplication, 'measuredAt'> {
  const { told, own } = look;
  const source = valueOf(told.source)?.value ?? null;
  const target = valueOf(told.target);
  const slots = (source?.slots ?? [])
    .map((slot) => describeSlot(slot, look))
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

function describeSlot(told: ToldSourceSlot, look: ReplicationLook): SourceSlot {
  const { copy: _, ...slot } = told;
  const { confirmedPosition, behindBytes, safeWalBytes } = slot;
  const growth = keptGrowth(look.samples, slot);
  const { seconds, atLeastSeconds } = ageOf(confirmedPosition, behindBytes, look);
  return {
    ...slot,
    owner: ownerOf(told, look.own),
    ...{ seconds, atLeastSeconds, growthBytesPerSecond: growth },
    caughtUpInSeconds: behindBytes === 0 ? 0 : drain(behindBytes, behindGrowth(look.samples, slot)),
    lostInSeconds: drain(safeWalBytes, growth === null ? null : -growth),
  };
}

/** Seconds until so many bytes are gone at a rate that takes them away; null: it does not, or one of both is unknown. */
function drain(bytes: number | null, growth: number | null): number | null {
  return bytes === null || growth === null || growth >= 0 ? null : Math.round(bytes / -growth);
}

/** How old what the reader has confirmed is; while none of the samples is reached, only that it is older than them. */
function ageOf(
  confirmed: string | null,
  behindBytes: number | null,
  { positions, nowMs, hasReached }: ReplicationLook,
): Pick<SourceSlot, 'seconds' | 'atLeastSeconds'> {
  if (behindBytes === 0) return { seconds: 0, atLeastSeconds: 0 };
  const proven = provenLagSeconds(positions, confirmed, nowMs, hasReached);
  if (proven === null) return { seconds: null, atLeastSeconds: null };
  const oldest = positions.find(({ sourcePosition }) => sourcePosition !== null)?.sourcePosition ?? null;
  const isReached = confirmed !== null && oldest !== null && hasReached(confirmed, oldest);
  return { seconds: isReached ? Math.floor(proven) : null, atLeastSeconds: Math.floor(proven) };
}

function logOf(source: ToldSource, slots: readonly SourceSlot[], { told, samples, space }: ReplicationLook): SourceLog {
  const most = furthestBack(slots);
  const log = {
    ...{ position: source.position, level: source.level, keepLimitBytes: source.keepLimitBytes },
    writtenBytesPerSecond: writtenRate(samples),
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
