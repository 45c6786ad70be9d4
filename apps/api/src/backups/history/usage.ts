import type { BackupStorageUsage } from '@cutover/contracts';
import type { StorageView } from '../catalogue/watched-storage.js';
import type { StorageSpace } from '../storages/backup-storage.js';
import type { DayUsage } from '../store/usage.store.js';
import { dayOf, lastDays } from './calendar-days.js';

/** So many days are told of. */
export const usageDays = 30;
/** Growth is that of so many days: a month with another retention says nothing of the next one. */
const growthDays = 14;
/** Less than this between the first and the last look is no growth but one backup. */
const leastDays = 2;
/** Less than a byte a day is the rounding of large figures. */
const leastGrowth = 1;
/** What lies further ahead is no forecast of a fortnight. */
const mostDaysAhead = 3_650;

/** Pure: what each server takes of a storage. Folders that are no backup count, too. */
export function bytesByServer(entries: StorageView['entries']): Map<string, bigint> {
  const bytes = new Map<string, bigint>();
  for (const entry of entries) {
    const server = 'manifest' in entry ? entry.manifest.server : serverIn(entry.folder);
    bytes.set(server, (bytes.get(server) ?? 0n) + entry.bytes);
  }
  return bytes;
}

/** A folder without a manifest may be of anybody: a name that is no code of ours stands as it is. */
function serverIn(folder: string): string {
  const name = folder.split('/')[0]!;
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

/** Pure: what backups take of one storage, and when it is full. `noted`: what was seen of it on the days before. */
export function usageOf(
  { storage: { name }, readAt, failure, entries }: StorageView,
  noted: readonly DayUsage[],
  space: StorageSpace | { failure: string } | null,
  now: Date,
): BackupStorageUsage {
  const byDay = new Map<string, bigint>();
  for (const { day, storage, bytes } of noted)
    if (storage === name) byDay.set(day, (byDay.get(day) ?? 0n) + BigInt(bytes));
  const servers = [...bytesByServer(entries)].sort(([, a], [, b]) => (a < b ? 1 : -1));
  const bytes = readAt === null ? null : servers.reduce((sum, [, own]) => sum + own, 0n);
  // What was read today is newer than what was noted.
  if (readAt !== null && bytes !== null) byDay.set(dayOf(readAt), bytes);
  const days = lastDays(now, usageDays).map((day) => ({ day, bytes: byDay.get(day)?.toString() ?? null }));
  const growthBytesPerDay = growthOf(days.slice(-growthDays).map((each) => each.bytes));
  const freeBytes = space === null || 'failure' in space ? null : space.freeBytes;
  const isFilling = growthBytesPerDay !== null && growthBytesPerDay >= leastGrowth && freeBytes !== null;
  const fullInDays = isFilling ? Math.floor(freeBytes / growthBytesPerDay) : Infinity;
  return {
    ...{ name, readAt, failure, bytes: bytes?.toString() ?? null, days, growthBytesPerDay, freeBytes },
    servers: servers.map(([server, own]) => ({ server, bytes: String(own) })),
    fullInDays: fullInDays <= mostDaysAhead ? fullInDays : null,
  };
}

/** Pure: the slope of the straight line that fits the days best; null: too few were looked at. */
function growthOf(days: readonly (string | null)[]): number | null {
  const points = days.flatMap((bytes, at) => (bytes === null ? [] : [{ at, bytes: Number(bytes) }]));
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined || last.at - first.at < leastDays) return null;
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const meanAt = mean(points.map(({ at }) => at));
  const meanBytes = mean(points.map(({ bytes }) => bytes));
  const shared = points.reduce((sum, { at, bytes }) => sum + (at - meanAt) * (bytes - meanBytes), 0);
  return shared / points.reduce((sum, { at }) => sum + (at - meanAt) ** 2, 0);
}
