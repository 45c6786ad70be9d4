import type { ChunkSizing } from '../comparison/chunks/chunk-size.js';
import { defaultLimits } from '../comparison/drill-down/difference-log.js';
import type { ExactHooks } from '../comparison/exact-hooks.js';
import type { LoadBudget } from '../load/load-budget.js';
import type { Throttle } from '../load/throttle.js';
import type { RunPace } from './progress/run-pace.js';
import type { RunRecord } from './run-record.js';

/** What a run may cost the servers beside what their state allows. */
export interface RunTerms {
  /** Keeps the reading at a share of the time; null: only the state of the servers holds it back. */
  budget: LoadBudget | null;
  /** How large chunks are; the engine's own sizes without it. */
  sizing?: ChunkSizing;
}

/** What the hooks of one run are made of. */
export interface HookParts {
  migration: string;
  terms: RunTerms;
  record: RunRecord;
  pace: RunPace;
  throttle: Pick<Throttle, 'reason'>;
  settings: { workers: number; showValues: boolean };
  /** Monotonic. */
  nowMs: () => number;
  /** The pace has changed; `isUrgent`: a pause begins or ends. */
  onPace: (isUrgent: boolean) => void;
}

/** Ties the engine to a run: what it proves goes to the record, how fast to the pace, and load holds it back. */
export function runHooks({ migration, terms, record, pace, throttle, settings, nowMs, onPace }: HookParts): ExactHooks {
  const { budget, sizing } = terms;
  return {
    workers: settings.workers,
    limits: { ...defaultLimits, showValues: settings.showValues },
    ...(sizing === undefined ? {} : { sizing }),
    onChunk: (chunk) => {
      budget?.note(chunk.tookMs);
      return record.onChunk(chunk);
    },
    onFinding: (finding, plan) => record.onFinding(finding, plan),
    onBegunAnew: () => record.onBegunAnew(),
    unfinished: (_, counts) => record.takeUp(counts),
    onProgress: (progress) => {
      pace.note(progress, nowMs());
      onPace(false);
    },
    pauseReason: async () => budget?.reason() ?? throttle.reason(migration),
    onPause: (table, reason) => onPace(pace.pause(table, reason)),
  };
}
