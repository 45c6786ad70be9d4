/** Spans of time of which retention keeps one backup each. */
export type Period = 'hourly' | 'daily' | 'weekly' | 'monthly' | 'yearly';

/**
 * Pure: the name of the hour, day, week, month or year in which an instant falls, by the clocks of a time zone. `at`: UTC ISO
 * text. An hour that a clock passes twice (the end of summer time) is two hours: its offset is part of its name.
 */
export function periodOf(period: Period, at: string, timeZone: string): string {
  const { year, month, day, hour, offset } = clockOf(timeZone, new Date(at));
  if (period === 'yearly') return year;
  if (period === 'monthly') return `${year}-${month}`;
  if (period === 'weekly') return isoWeek(Number(year), Number(month), Number(day));
  const date = `${year}-${month}-${day}`;
  return period === 'daily' ? date : `${date} ${hour}:00 ${offset}`;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function clockOf(timeZone: string, at: Date): Record<'year' | 'month' | 'day' | 'hour' | 'offset', string> {
  const format = formats.get(timeZone) ?? newFormat(timeZone);
  formats.set(timeZone, format);
  const part = new Map(format.formatToParts(at).map(({ type, value }) => [type, value]));
  const of = (type: Intl.DateTimeFormatPartTypes): string => part.get(type) ?? '';
  return { year: of('year'), month: of('month'), day: of('day'), hour: of('hour'), offset: of('timeZoneName') };
}

function newFormat(timeZone: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat('en-GB', {
    ...{ timeZone, calendar: 'gregory', hourCycle: 'h23', timeZoneName: 'longOffset' },
    ...{ year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit' },
  });
}

const dayMs = 86_400_000;

/** The week of ISO 8601: it begins on Monday, and belongs to the year in which its Thursday lies. */
function isoWeek(year: number, month: number, day: number): string {
  const date = new Date(Date.UTC(year, month - 1, day));
  const weekday = (date.getUTCDay() + 6) % 7;
  const thursday = new Date(date.getTime() + (3 - weekday) * dayMs);
  const firstDay = Date.UTC(thursday.getUTCFullYear(), 0, 1);
  const week = 1 + Math.floor((thursday.getTime() - firstDay) / (7 * dayMs));
  return `${thursday.getUTCFullYear()}-W${String(week).padStart(2, '0')}`;
}
