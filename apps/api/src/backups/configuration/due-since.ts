import type { CutoverConfig } from '../../config/config.schema.js';

type BackupsConfig = CutoverConfig['backups'];

/** Since when something is due at the times that it has now: UTC ISO text by `schedules/NAME`, `servers/NAME` and `restoreTest`. */
export type DueSince = Readonly<Record<string, string>>;

/**
 * Pure: what of it changes with the configuration. A schedule with other times is due by them from now on: those of its times that are
 * past were never promised. The same is true of a server that was not backed up before, or that is another one under the same name.
 */
export function nextDueSince(
  before: { config: BackupsConfig; dueSince: DueSince },
  after: BackupsConfig,
  nowIso: string,
): DueSince {
  const [old, now] = [timesOf(before.config), timesOf(after)];
  return Object.fromEntries(
    [...now].flatMap(([key, times]) => {
      const since = old.get(key) === times ? before.dueSince[key] : nowIso;
      return since === undefined ? [] : [[key, since]];
    }),
  );
}

function timesOf({ servers, schedules, restoreTest }: BackupsConfig): Map<string, string> {
  const times = ({ cron, timeZone }: { cron?: string | undefined; timeZone: string }): string =>
    JSON.stringify([cron ?? null, timeZone]);
  return new Map([
    ...servers.map(
      ({ name, engine, host, port }) => [`servers/${name}`, JSON.stringify([engine, host, port])] as const,
    ),
    ...schedules.map((schedule) => [`schedules/${schedule.name}`, times(schedule)] as const),
    ['restoreTest', times(restoreTest)] as const,
  ]);
}

/** A clock that is set back by no more makes nothing due again. */
const setBackMs = 3_600_000;

/**
 * Pure: the latest of an instant and those of `keys`. What was noted by a clock that was far ahead of `nowMs` counts for nothing: nothing would
 * be due until then.
 */
export function laterOf(iso: string, dueSince: DueSince, keys: readonly string[], nowMs: number): Date {
  const noted = keys.flatMap((key) => dueSince[key] ?? []).map((each) => Date.parse(each));
  return new Date(Math.max(Date.parse(iso), ...noted.filter((each) => each <= nowMs + setBackMs)));
}
