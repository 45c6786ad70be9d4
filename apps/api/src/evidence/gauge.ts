/** Labels and value of one series. */
export type Series = [labels: Record<string, string>, value: number | null];

/**
 * A gauge for Prometheus, read anew at every scrape. A null value is left out: an unknown figure is absent, never 0, so
 * that `absent()` and `unless` find it and no alert rule takes it for good.
 */
export interface ScrapedGauge {
  /** `cutover_…`, base units. */
  name: string;
  help: string;
  labels: readonly string[];
  read(): Series[];
}

/** One series per state, 1 for the present one and 0 for the others. */
export function oneHot(
  labels: Record<string, string>,
  label: string,
  states: readonly string[],
  present: string,
): Series[] {
  return states.map((state) => [{ ...labels, [label]: state }, state === present ? 1 : 0]);
}
