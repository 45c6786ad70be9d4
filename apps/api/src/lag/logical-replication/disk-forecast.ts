import type { DiskForecast, SourceLog, SourceSlot } from '@cutover/contracts';

/** What is known of the space on the source. */
export interface DiskSpace {
  /** What the log may take in all, by the configuration; null: it does not say. */
  configuredBytes: number | null;
  /** What AWS says is free; null: not on RDS, or unknown. */
  rdsFreeBytes: number | null;
}

/** Less free than this part of what the log may take is nearly full. */
const nearlyFullShare = 0.1;

/** The slot for which the source keeps most log: without it the disk would be given back. */
export function furthestBack(slots: readonly SourceSlot[]): SourceSlot | null {
  return slots.reduce<SourceSlot | null>(
    (most, slot) => ((slot.retainedBytes ?? -1) > (most?.retainedBytes ?? -1) ? slot : most),
    null,
  );
}

/**
 * Pure: how long the disk of the source lasts at the present rate. No statement tells how large the disk is: the configuration or
 * AWS does, or it is unknown. Where a limit is set, and the disk has room for all that it allows, the limit is what comes first.
 */
export function forecastDisk(
  log: Omit<SourceLog, 'disk'>,
  slots: readonly SourceSlot[],
  space: DiskSpace,
): DiskForecast {
  const { retainedBytes, directoryBytes, keepLimitBytes, growthBytesPerSecond: growth } = log;
  const most = furthestBack(slots);
  // Without pg_wal itself, what slots keep is the least that it holds.
  const held = directoryBytes ?? retainedBytes;
  const { configuredBytes, rdsFreeBytes } = space;
  const ownFree = configuredBytes === null || held === null ? null : Math.max(0, configuredBytes - held);
  const freeBytes = ownFree ?? rdsFreeBytes;
  const known = {
    freeBytes,
    isNearlyFull: ownFree !== null && configuredBytes !== null && ownFree < nearlyFullShare * configuredBytes,
    basis: ownFree !== null ? ('configuration' as const) : rdsFreeBytes !== null ? ('rds' as const) : null,
    ...{ slot: most?.name ?? null, slotOwner: most?.owner ?? null },
  };
  const growsBy = keepLimitBytes === null ? null : Math.max(0, keepLimitBytes - (retainedBytes ?? 0));
  if (growsBy !== null && (freeBytes === null || growsBy < freeBytes))
    return { kind: 'limited', seconds: null, ...known };
  if (most === null || (growth !== null && growth <= 0)) return { kind: 'steady', seconds: null, ...known };
  if (growth === null || freeBytes === null) return { kind: 'unknown', seconds: null, ...known };
  return { kind: 'full-in', seconds: Math.floor(freeBytes / growth), ...known };
}
