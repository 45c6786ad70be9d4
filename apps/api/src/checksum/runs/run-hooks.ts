import type { ChunkSizing } from '../comparison/chunks/chunk-size.js';
import { defaultLimits } from '../comparison/drill-down/difference-log.js';
import type { ExactHooks } from '../comparison/exact-hooks.js';
import type { LoadBudget } from '../load/load-budget.js';
import type { Throttle } from '../load/throttle.js';
import type { RunPace } from './progress/run-pace.js';
import type { RunEnd } from './run-ends.js';
import type { RunRecord } from './run-record.js';

/** What a run does while a side is away. */
export interface SideTerms {
  longestWaitMs: number;
  /** How the run ends after it has waited in vain; null: it goes on, and each table left is unverified. */
  endWithout: ((away: string) => RunEnd) | null;
}

/** How much a run may cost the servers, and how long it may wait for them. */
export interface RunTerms {
  sides: SideTerms;
  /** Keeps reading at a share of the time; null: only the load of the servers holds the run back. */
  budget: LoadBudget | null;
  /** How large chunks are; absent: defaultSizing. */
  sizing?: ChunkSizing;
  /** See ExactHooks. */
  longestLockMs?: number;
}

/** What the hooks of one run are made of. */
export interface HookParts {
  migration: string;
  terms: Omit<RunTerms, 'sides'>;
  record: RunRecord;
  pace: RunPace;
  throttle: Pick<Throttle, 'reason'>;
  settings: { workers: number; showValues: boolean };
  /** A monotonic clock. */
  nowMs: () => number;
  /** The progress has changed. `isUrgent`: a pause begins or ends. */
  onPace: (isUrgent: boolean) => void;
}

/** Connects the comparison with a run: what is proved goes to the record, progress to the pace, and load makes it pause. */
export function runHooks({ migration, terms, record, pace, throttle, settings, nowMs, onPace }: HookParts): ExactHooks {
  const { budget, sizing, longestLockMs } = terms;
  return {
    workers: settings.workers,
    limits: { ...defaultLimits, showValues: settings.showValues },
    ...(sizing === undefined ? {} : { sizing }),
    ...(longestLockMs === undefined ? {} : { longestLockMs }),
    onChunk: (chunk) => {
      budget?.note(chunk.tookMs);
      return record.onChunk(chunk);
    },
    onFinding: (finding, plan) => record.onFinding(finding, plan),
    onModeChange: () => record.onModeChange(),
    unfinished: (_, counts) => record.resume(counts),
    onProgress: (progress) => {
      pace.note(progress, nowMs());
      onPace(false);
    },
    pauseReason: async () => budget?.reason() ?? throttle.reason(migration),
    onPause: (table, reason) => onPace(pace.pause(table, reason)),
  };
}
