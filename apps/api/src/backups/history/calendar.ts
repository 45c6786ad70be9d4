import type { BackupCalendar, BackupDay, BackupRun, BackupRunDatabase } from '@cutover/contracts';
import type { CutoverConfig } from '../../config/config.schema.js';
import { isWhole } from '../catalogue/read-catalogue.js';
import type { StorageView } from '../catalogue/watched-storage.js';
import type { DueSince } from '../configuration/due-since.js';
import { isStored } from '../guard/run-result.js';
import { droppedOut } from '../health/dropped-out.js';
import { databasesOf, graceMs } from '../health/late-backups.js';
import type { RetentionRules } from '../retention/retention-rules.js';
import { dayOf, daysDue, lastDays } from './calendar-days.js';
import { goneBackups } from './gone-backups.js';

/** What the calendar is made of. */
export interface CalendarSources {
  config: Pick<CutoverConfig['backups'], 'servers' | 'schedules'>;
  views: readonly StorageView[];
  /** Of the days asked for, the newest first; null: the store does not tell. */
  runs: readonly BackupRun[] | null;
  /** Since when a schedule and a server are backed up by the times of now: nothing was promised before. */
  dueSince: DueSince;
  /** What is kept: what retention deletes is not missing. */
  rules: RetentionRules;
  /** Ids of backups that were restored and found good. */
  restored: ReadonlySet<string>;
}

/** A backup that lies in a storage. */
interface Made {
  id: string;
  day: string;
  faults: number;
  /** Storages that have all of it, and in which it was not found to be no good. */
  wholeIn: number;
  isRestored: boolean;
}

/** What was tried. */
interface Tried extends BackupRunDatabase {
  day: string;
}

/** What is known of one server. */
interface OfServer {
  made: ReadonlyMap<string, readonly Made[]>;
  /** `null` key: of the server as a whole. */
  tried: ReadonlyMap<string | null, readonly Tried[]>;
  /** Ids of backups that a storage has lost, as `goneBackups` says. */
  gone: ReadonlySet<string>;
  /** Days of runs that are under way: what they come to is not known. */
  underWay: ReadonlySet<string>;
  /** The first day of which anything is known: nothing was due before. null: nothing is known. */
  firstDay: string | null;
}

/** Pure: of each database what there is of each day. What lies in the storages counts; runs say what was tried, and what should be there. */
export function calendarOf(sources: CalendarSources, now: Date, count: number): BackupCalendar {
  const { config, views, runs, rules, dueSince } = sources;
  const days = lastDays(now, count);
  const unread = views.filter(({ readAt, failure }) => readAt === null || failure !== null);
  const isKnown = unread.length === 0 && runs !== null;
  const gone = goneBackups({ views, runs: runs ?? [], rules });
  const due = config.schedules.map((schedule) => ({
    schedule,
    days: daysDue(schedule, days, new Date(now.getTime() - graceMs(schedule, now))),
  }));
  const databases = config.servers.flatMap((server) => {
    const known = { ...ofServer(sources, server.name, now), gone };
    const ran = (runs ?? []).filter((run) => run.server === server.name);
    const current = databasesOf(server, ran);
    // By hand one database may have been asked for: that says nothing of what a schedule is to back up.
    const ofSchedule = (name: string): string[] => {
      const own = databasesOf(
        server,
        ran.filter(({ type }) => type === name),
      );
      return own.length > 0 ? own : current;
    };
    const own = due
      .filter(({ schedule: { servers } }) => servers === undefined || servers.includes(server.name))
      .map(({ schedule, days: dueDays }) => {
        const { name } = schedule;
        const promised = ofSchedule(name);
        const typed = ran.filter(({ type }) => type === name);
        const dropped = droppedOut({ schedule, server, runs: typed, views, promised }, now);
        return { days: dueDays, since: daySince(dueSince, name, server.name), databases: promised, dropped };
      });
    const names = new Set([
      ...current,
      ...own.flatMap((each) => each.databases),
      ...known.made.keys(),
      ...[...known.tried.keys()].filter((name) => name !== null),
    ]);
    return [...names].sort().map((database) => ({
      ...{ server: server.name, database },
      days: days.map((day) => {
        const isDue = own.some((each) => each.databases.includes(database) && each.days.has(day) && day > each.since);
        // Whether it is still there nobody knows, and so not whether it was due either.
        const isDropped = own.some(({ dropped, ...each }) => {
          const lastAt = dropped.get(database);
          return lastAt !== undefined && day > dayOf(lastAt) && each.days.has(day);
        });
        return dayFrom(known, { database, day, isDue: isDue || isDropped, isKnown: isKnown && !isDropped });
      }),
    }));
  });
  return { days, unread: unread.map(({ storage }) => storage.name), databases };
}

/** The last day of which nothing was promised: on the day of a change the time may have been past. Empty: there is none. */
const daySince = (dueSince: DueSince, schedule: string, server: string): string =>
  [dueSince[`schedules/${schedule}`], dueSince[`servers/${server}`]]
    .map((iso) => (iso === undefined ? '' : dayOf(iso)))
    .reduce((last, day) => (day > last ? day : last));

function ofServer({ views, runs, restored }: CalendarSources, server: string, now: Date): Omit<OfServer, 'gone'> {
  const own = (runs ?? []).filter((run) => run.server === server);
  const slotDay = new Map<string, string>();
  const tried = new Map<string | null, Tried[]>();
  for (const run of own) {
    const day = dayOf(run.slotAt ?? run.startedAt);
    for (const each of run.databases) {
      // Accounts that were left out for a reason are no failure.
      if (each.skipped !== null) continue;
      if (each.backupId !== null) slotDay.set(each.backupId, day);
      tried.set(each.database, [...(tried.get(each.database) ?? []), { ...each, day }]);
    }
  }
  const made = new Map<string, Map<string, Made>>();
  for (const { entries } of views)
    for (const entry of entries) {
      if (!('manifest' in entry) || entry.manifest.server !== server) continue;
      const { id, database, startedAt } = entry.manifest;
      if (Date.parse(startedAt) > now.getTime()) continue;
      const ofDatabase = made.get(database) ?? new Map<string, Made>();
      made.set(database, ofDatabase);
      const before = ofDatabase.get(id);
      const whole = isWhole(entry) ? 1 : 0;
      ofDatabase.set(id, {
        ...{ id, day: slotDay.get(id) ?? dayOf(startedAt) },
        faults: (before?.faults ?? 0) + 1 - whole,
        wholeIn: (before?.wholeIn ?? 0) + whole,
        isRestored: (before?.isRestored ?? restored.has(id)) || entry.proof?.level === 'restored',
      });
    }
  const known = [...made.values()].flatMap((each) => [...each.values()].map(({ day }) => day));
  const first = [...known, ...own.map(({ slotAt, startedAt }) => dayOf(slotAt ?? startedAt))].sort()[0];
  return {
    made: new Map([...made].map(([database, each]) => [database, [...each.values()]])),
    underWay: new Set(own.flatMap((run) => (run.state === 'running' ? [dayOf(run.slotAt ?? run.startedAt)] : []))),
    ...{ tried, firstDay: first ?? null },
  };
}

function dayFrom(
  { made, tried, gone, underWay, firstDay }: OfServer,
  { database, day, isDue, isKnown }: { database: string; day: string; isDue: boolean; isKnown: boolean },
): BackupDay {
  const backups = (made.get(database) ?? []).filter((each) => each.day === day);
  const attempts = [...(tried.get(database) ?? []), ...(tried.get(null) ?? [])].filter((each) => each.day === day);
  const whole = backups.filter(({ wholeIn }) => wholeIn > 0);
  const failures = attempts.filter(({ backupId }) => backupId === null).length;
  const isInAll = ({ id, faults }: Made): boolean =>
    faults === 0 &&
    !gone.has(id) &&
    attempts.every(({ backupId, storages }) => backupId !== id || storages.every(isStored));
  const wasDue = isDue && firstDay !== null && day >= firstDay;
  const stateOf = (): BackupDay['state'] => {
    if (whole.some(isInAll)) return 'complete';
    if (whole.length > 0) return 'partial';
    if (backups.length > 0) return 'failed';
    const stored = attempts.filter(({ storages }) => storages.some(isStored));
    if (stored.length > 0 && !isKnown) return 'unknown';
    if (stored.some(({ backupId }) => backupId !== null && gone.has(backupId))) return 'missing';
    if (stored.length > 0) return 'not-kept';
    if (attempts.length > 0) return 'failed';
    if (wasDue) return isKnown && !underWay.has(day) ? 'missing' : 'unknown';
    return 'none-due';
  };
  const isRestored = whole.some((each) => each.isRestored);
  return { state: stateOf(), isRestored, backups: whole.length, failures };
}
