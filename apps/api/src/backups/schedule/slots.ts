import { CronTime } from 'cron';
import { messageOf } from '../../failures/message-of.js';

/** When a schedule is due. */
export interface ScheduleTimes {
  cron: string;
  /** IANA name. */
  timeZone: string;
}

/**
 * Pure: the first moments after `after` at which a schedule is due. In a night in which the clock skips the hour it is due at once after
 * the gap, and in one that has the hour twice it is due in the first of the two (package cron; slots.spec). Each is a slot of its own, and is
 * run once, whoever runs it. Fewer than `count` where no more come in the next eight years: 29 February.
 */
export function slotsAfter({ cron, timeZone }: ScheduleTimes, after: Date, count: number): Date[] {
  const time = new CronTime(cron, timeZone);
  const slots: Date[] = [];
  for (let from = after; slots.length < count;) {
    const next = nextOf(time, from, timeZone);
    if (next === null) break;
    from = next;
    slots.push(from);
  }
  return slots;
}

/** null: none comes in the next eight years, which the package throws an error for. */
function nextOf(time: CronTime, from: Date, timeZone: string): Date | null {
  try {
    return time.getNextDateFrom(from, timeZone).toJSDate();
  } catch (error) {
    if (messageOf(error).includes('No execution date was found')) return null;
    throw error;
  }
}

/** Spans that are looked through for the last slot, in ms: the short ones first, since a schedule may be due every second. */
const lookedBackMs = [1 / 24, 1, 24, 24 * 8, 24 * 32, 24 * 367].map((hours) => hours * 3_600_000);

/** Pure: the last moment at or before `at` at which a schedule is due; null: it was not for a year. */
export function lastSlotBefore(times: ScheduleTimes, at: Date): Date | null {
  for (const span of lookedBackMs) {
    const since = new Date(at.getTime() - span);
    const { run } = dueSlots(times, { since, now: at, misfire: 'run-once', graceMs: 0 });
    if (run !== null) return run;
  }
  return null;
}

/** What is to be done of the slots that came due since the last one that was done or passed over. */
export interface DueSlots {
  /** The one to run now; null: none is due, or what was missed is passed over. */
  run: Date | null;
  /** How many are passed over for it. */
  missed: number;
  /** Up to which slot nothing is left to be done after that. */
  upTo: Date;
}

/** So many slots are looked through at most: who was away for longer has missed them all the same. */
const mostMissed = 10_000;

/**
 * Pure: of the slots in (`since`, `now`] the newest is run, and the older ones were missed. `skip`: one that came due longer ago than
 * `graceMs` is passed over, too. A clock that was set back makes none due again.
 */
export function dueSlots(
  times: ScheduleTimes,
  { since, now, misfire, graceMs }: { since: Date; now: Date; misfire: 'run-once' | 'skip'; graceMs: number },
): DueSlots {
  let newest: Date | null = null;
  let due = 0;
  for (let from = since; due < mostMissed; due++) {
    const [next] = slotsAfter(times, from, 1);
    if (next === undefined || next > now) break;
    newest = from = next;
  }
  if (newest === null) return { run: null, missed: 0, upTo: since };
  const isLate = now.getTime() - newest.getTime() > graceMs;
  return misfire === 'skip' && isLate
    ? { run: null, missed: due, upTo: newest }
    : { run: newest, missed: due - 1, upTo: newest };
}
