import type { LogicalReplication, SourceSlot } from '@cutover/contracts';
import type { ScrapedGauge, Series } from '../../evidence/gauge.js';

/** Slots, log and limits for Prometheus; what is unknown is absent. */
export function replicationGauges(
  migrations: readonly { name: string }[],
  snapshot: (migration: string) => LogicalReplication | null,
): ScrapedGauge[] {
  const each = (read: (told: LogicalReplication, migration: string) => Series[]) => (): Series[] =>
    migrations.flatMap(({ name }) => {
      const told = snapshot(name);
      return told === null ? [] : read(told, name);
    });
  const ofSlot = (name: string, help: string, read: (slot: SourceSlot) => number | null): ScrapedGauge => ({
    ...{ name, help, labels: ['migration', 'slot', 'owner'] },
    read: each((told, migration) =>
      told.slots.map((slot): Series => [{ migration, slot: slot.name, owner: slot.owner }, read(slot)]),
    ),
  });
  const ofLog = (
    name: string,
    help: string,
    read: (log: NonNullable<LogicalReplication['log']>) => number | null,
  ): ScrapedGauge => ({
    ...{ name, help, labels: ['migration'] },
    read: each((told, migration): Series[] => [[{ migration }, told.log && read(told.log)]]),
  });
  const ofLimit = (
    name: string,
    help: string,
    read: (limit: LogicalReplication['limits'][number]) => number | null,
  ): ScrapedGauge => ({
    ...{ name, help, labels: ['migration', 'role', 'setting'] },
    read: each((told, migration) =>
      told.limits.map((limit): Series => [{ migration, role: limit.side, setting: limit.name }, read(limit)]),
    ),
  });
  return [
    ofSlot('cutover_source_slot_active', '1 while something reads from the slot', ({ isActive }) => Number(isActive)),
    ofSlot(
      'cutover_source_slot_behind_bytes',
      'Log that the reader of the slot has not confirmed (absent: unknown)',
      ({ behindBytes }) => behindBytes,
    ),
    ofSlot(
      'cutover_source_slot_behind_seconds',
      'Age of the oldest position that the reader of the slot has not confirmed (absent: unknown)',
      ({ seconds }) => seconds,
    ),
    ofSlot(
      'cutover_source_slot_retained_bytes',
      'Log that the source keeps for the slot (absent: unknown)',
      ({ retainedBytes }) => retainedBytes,
    ),
    ofSlot(
      'cutover_source_slot_safe_wal_bytes',
      'Log that may still be written before the slot is lost (absent: no limit, or unknown)',
      ({ safeWalBytes }) => safeWalBytes,
    ),
    ofLog(
      'cutover_source_wal_written_bytes_per_second',
      'Write-ahead log that the source writes (absent: not known yet)',
      ({ writtenBytesPerSecond }) => writtenBytesPerSecond,
    ),
    ofLog(
      'cutover_source_wal_directory_bytes',
      'Size of pg_wal on the source (absent: unknown)',
      ({ directoryBytes }) => directoryBytes,
    ),
    ofLog(
      'cutover_source_disk_free_bytes',
      'What the log of the source may still take on its disk (absent: unknown)',
      ({ disk }) => disk.freeBytes,
    ),
    ofLog(
      'cutover_source_disk_full_seconds',
      'Until the disk of the source is full of log at the present rate; +Inf: it does not fill (absent: unknown)',
      ({ disk }) => (disk.kind === 'full-in' ? disk.seconds : disk.kind === 'unknown' ? null : Infinity),
    ),
    ofLimit('cutover_replication_limit', 'Limit of slots, senders or workers of a server', ({ limit }) => limit),
    ofLimit('cutover_replication_limit_used', 'How much of it is used (absent: unknown)', ({ used }) => used),
  ];
}
