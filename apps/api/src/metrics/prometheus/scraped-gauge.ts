import { Gauge, type Registry } from 'prom-client';

/** Labels and value of one series. */
export type Series = [labels: Record<string, string>, value: number | null];

/** Name, help and labels of a gauge. */
export interface GaugeText {
  name: string;
  help: string;
  labels: string[];
}

/**
 * A gauge that is read anew at every scrape. A null value is left out: an unknown figure is absent, never 0, so that
 * `absent()` and `unless` find it and no alert rule takes it for good.
 */
export function scrapedGauge(registry: Registry, { name, help, labels }: GaugeText, read: () => Series[]): void {
  new Gauge({
    name,
    help,
    labelNames: labels,
    registers: [registry],
    collect() {
      this.reset();
      for (const [series, value] of read()) if (value !== null) this.set(series, value);
    },
  });
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
