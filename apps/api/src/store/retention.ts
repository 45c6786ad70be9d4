import type { CutoverConfig } from '../config/config.schema.js';

/** What is older than these instants goes; a part that keeps something for a time of its own counts from now. */
export interface RetentionCutOff {
  nowMs: number;
  /** Milliseconds since the epoch; for measurements. */
  historyBeforeMs: number;
  /** UTC ISO text; for what has ended: resolved alerts, verification runs. */
  recordsBeforeIso: string;
}

const hourMs = 3_600_000;

/** Cut-off instants for `nowMs`, from `store.historyHours` and `store.alertRetentionDays`. */
export function retentionCutOff(
  store: Pick<CutoverConfig['store'], 'historyHours' | 'alertRetentionDays'>,
  nowMs: number,
): RetentionCutOff {
  return {
    nowMs,
    historyBeforeMs: nowMs - store.historyHours * hourMs,
    recordsBeforeIso: new Date(nowMs - store.alertRetentionDays * 24 * hourMs).toISOString(),
  };
}
