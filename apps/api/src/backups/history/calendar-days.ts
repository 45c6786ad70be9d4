import type { BackupScheduleConfig } from '../../config/backups.schema.js';
import { slotsAfter } from '../schedule/slots.js';

const dayMs = 24 * 3_600_000;

/** The day of an instant, UTC. */
export const dayOf = (iso: string): string => iso.slice(0, 10);

/** Pure: the last `count` days, today among them, the oldest first. */
export function lastDays(now: Date, count: number): string[] {
  return Array.from({ length: count }, (_, at) =>
    dayOf(new Date(now.getTime() - (count - 1 - at) * dayMs).toISOString()),
  );
}

/** Pure: of these days those on which a schedule was due, up to a moment. */
export function daysDue(schedule: BackupScheduleConfig, days: readonly string[], until: Date): Set<string> {
  const due = new Set<string>();
  let from = Date.parse(days[0]!) - 1;
  for (;;) {
    const [next] = slotsAfter(schedule, new Date(from), 1);
    if (next === undefined || next > until) return due;
    const day = dayOf(next.toISOString());
    due.add(day);
    // One slot a day is enough.
    from = Date.parse(day) + dayMs - 1;
  }
}
