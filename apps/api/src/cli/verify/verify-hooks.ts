import { defaultLimits } from '../../checksum/comparison/drill-down/difference-log.js';
import type { ExactHooks } from '../../checksum/comparison/exact-hooks.js';
import type { LongValues } from '../../checksum/dialects/mysql-family/repair/long-values.js';
import type { Throttle } from '../../checksum/load/throttle.js';
import type { Clock } from '../../platform/clock.js';
import { LoadShare } from './load-share.js';
import type { ProgressTracker } from './progress-tracker.js';
import type { RepairCollection } from './repair-collection.js';

/** What the hooks are made of. */
export interface HookParts {
  migration: string;
  /** Above 0 and up to 1; null: no bound. */
  loadShare: number | null;
  workers: number;
  /** False: results hold no values; see verification.showValues. */
  showValues: boolean;
  tracker: ProgressTracker;
  repair: RepairCollection | null;
  longValues: LongValues;
  throttle: Throttle;
  clock: Clock;
}

/** A quarter of a second: a range that differs is then searched in no time beside a whole pass, and nothing is lost by it. */
const usualSizing = { targetMs: 250, first: 20_000, smallest: 1_000, largest: 150_000 };

/** Short ones: an application meets many short waits rather than a few long ones. */
const gentleSizing = { targetMs: 50, first: 5_000, smallest: 500, largest: 150_000 };

/** Shows what the engine does, and holds it back: by the servers' state always, by --max-load where it is given. */
export function verifyHooks({
  migration,
  loadShare,
  workers,
  showValues,
  tracker,
  repair,
  longValues,
  throttle,
  clock,
}: HookParts): ExactHooks {
  const load = loadShare === null ? null : new LoadShare(loadShare, clock.monotonicMs());
  const resting = `--max-load ${Number(((loadShare ?? 1) * 100).toPrecision(3))} %`;
  return {
    ...{ workers, limits: { ...defaultLimits, showValues } },
    onProgress: (progress) => tracker.note(progress),
    onPause: (_, reason) => tracker.notePause(reason),
    pauseReason: async () =>
      load !== null && load.restMs(clock.monotonicMs()) > 0 ? resting : throttle.reason(migration),
    ...(repair === null
      ? {}
      : {
          onFinding: async (finding, plan) => repair.add(await longValues.fill(finding, plan), plan),
          onBegunAnew: (table) => repair.forget(table),
        }),
    sizing: load === null ? usualSizing : gentleSizing,
    ...(load === null ? {} : { onChunk: ({ tookMs }) => load.note(tookMs) }),
  };
}
