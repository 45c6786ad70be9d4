import type { CutoverConfig } from '../config/config.schema.js';

/** What is older than these instants goes. */
export interface RetentionCutOff {
  /** Milliseconds since the epoch. */
  samplesBeforeMs: number;
  /** UTC ISO text; for resolved alerts and for verification runs. */
  recordsBeforeIso: string;
  /** UTC ISO text; for comparisons that were begun and never ended. */
  openBeforeIso: string;
}

const hourMs = 3_600_000;

/** A comparison that was begun longer ago is not gone on with: its first chunks would prove nothing of today. */
export const longestOpenMs = 3 * 24 * hourMs;

/** Cut-off instants for `nowMs`, from `store.historyHours` and `store.alertRetentionDays`. */
export function retentionCutOff(
  store: Pick<CutoverConfig['store'], 'historyHours' | 'alertRetentionDays'>,
  nowMs: number,
): RetentionCutOff {
  return {
    samplesBeforeMs: nowMs - store.historyHours * hourMs,
    recordsBeforeIso: new Date(nowMs - store.alertRetentionDays * 24 * hourMs).toISOString(),
    openBeforeIso: new Date(nowMs - longestOpenMs).toISOString(),
  };
}
