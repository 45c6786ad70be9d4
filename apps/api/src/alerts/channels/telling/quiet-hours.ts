import type { ChannelConfig } from '../../../config/config.schema.js';

export type QuietHours = NonNullable<ChannelConfig['quietHours']>;

/**
 * Whether an instant lies in quiet hours, by the clock on the wall of their time zone, so that summer time moves them along
 * with the people. `from` is in, `to` is out; equal ones are a whole day.
 */
export function isQuiet(hours: QuietHours | undefined, nowMs: number): boolean {
  if (hours === undefined) return false;
  const { from, to, timeZone } = hours;
  const now = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(nowMs);
  // Texts of one length compare as times.
  return from < to ? from <= now && now < to : now >= from || now < to;
}
