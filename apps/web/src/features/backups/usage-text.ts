import type { BackupStorageUsage } from '@cutover/contracts';
import { formatBytes, formatCount } from '../../format/figures.js';

/** `grows by 1.2 GB a day, full in about 40 days`: how a storage fills, in words. What is not known is said to be so. */
export function growthText({ growthBytesPerDay, freeBytes, fullInDays }: BackupStorageUsage): string {
  const free = freeBytes === null ? '' : `, ${formatBytes(freeBytes)} free`;
  if (growthBytesPerDay === null) return `growth is known after two days${free}`;
  const amount = formatBytes(Math.abs(growthBytesPerDay));
  if (growthBytesPerDay < 1) return `${growthBytesPerDay > -1 ? 'does not grow' : `shrinks by ${amount} a day`}${free}`;
  const full = fullInDays === null ? '' : `, full in about ${formatCount(fullInDays, 'day')}`;
  return `grows by ${amount} a day${free}${full}`;
}

/** What takes how much: `shop-db 12 GB, crm-db 3 GB`. */
export function serversText({ servers }: BackupStorageUsage): string {
  return servers.map(({ server, bytes }) => `${server} ${formatBytes(Number(bytes)) ?? ''}`).join(', ');
}

/** One bar of the chart, in percent of the highest; null: nobody looked that day. */
export interface UsageBar {
  day: string;
  percent: number | null;
  bytes: string | null;
}

/** Pure: the bars of the days. */
export function usageBars({ days }: Pick<BackupStorageUsage, 'days'>): UsageBar[] {
  const highest = Math.max(1, ...days.map(({ bytes }) => Number(bytes ?? 0)));
  return days.map(({ day, bytes }) => ({
    ...{ day, bytes: bytes === null ? null : formatBytes(Number(bytes)) },
    percent: bytes === null ? null : Math.round((Number(bytes) / highest) * 100),
  }));
}

/** The chart in one sentence, for who does not see it. */
export function chartText({ days }: Pick<BackupStorageUsage, 'days'>): string {
  const seen = days.filter(({ bytes }) => bytes !== null);
  const [first, last] = [seen[0], seen.at(-1)];
  if (first === undefined || last === undefined) return 'Nothing was seen in the last 30 days';
  return `From ${formatBytes(Number(first.bytes))} on ${first.day} to ${formatBytes(Number(last.bytes))} on ${last.day}`;
}
