import { figureTable } from '../figure.js';
import { median, percentile } from '../percentile.js';

/** What was measured of one migration of many tables. Times are those of a whole request. */
export interface ReadinessMeasurements {
  tables: number;
  /** Tables that had a result when it was measured. */
  compared: number;
  answer: string;
  tookMs: readonly number[];
  /** Of a request that judges nothing: what the way there and back costs. */
  liveMs: readonly number[];
  bytes: number;
}

const limitMs = 50;

/** Pure: the section of docs/benchmarks.md. */
export function readinessSection({ tables, compared, answer, tookMs, liveMs, bytes }: ReadinessMeasurements): string {
  const worstMs = percentile(tookMs, 0.95);
  return figureTable([
    {
      what: `\`GET …/readiness\` of ${tables} tables, all checks judged anew, p95 of ${tookMs.length}`,
      measured: `${worstMs.toFixed(1)} ms (median ${median(tookMs).toFixed(1)} ms, of which the request itself ${median(liveMs).toFixed(1)} ms; ${(bytes / 1000).toFixed(1)} kB; ${compared} of ${tables} compared, ${answer})`,
      bound: `≤ ${limitMs} ms`,
      isMet: worstMs <= limitMs && compared === tables,
    },
  ]);
}
