import { Logger } from '@nestjs/common';
import { collectDefaultMetrics, Gauge, Registry, type Metric } from 'prom-client';
import type { ScrapedGauge } from '../../evidence/gauge.js';
import { messageOf } from '../../failures/message-of.js';

const logger = new Logger('Metrics');

/** Gauges named like counters, which `promtool check metrics` refuses; the same figures come by type beside them. */
const misnamed = [
  'cutover_nodejs_active_handles_total',
  'cutover_nodejs_active_requests_total',
  'cutover_nodejs_active_resources_total',
];

/** A registry of our own (not prom-client's global one), with the figures of the process itself. `counted`: what is counted as it happens. */
export function buildRegistry(gauges: readonly ScrapedGauge[], counted: readonly Metric[] = []): Registry {
  const registry = new Registry();
  for (const gauge of gauges) define(registry, gauge);
  for (const metric of counted) registry.registerMetric(metric);
  collectDefaultMetrics({ register: registry, prefix: 'cutover_' });
  for (const name of misnamed) registry.removeSingleMetric(name);
  return registry;
}

/** One that cannot be read is absent, as what is unknown: the others are still told. */
function define(registry: Registry, { name, help, labels, read }: ScrapedGauge): void {
  let isFailing = false;
  new Gauge({
    name,
    help,
    labelNames: [...labels],
    registers: [registry],
    collect() {
      this.reset();
      try {
        for (const [series, value] of read()) if (value !== null) this.set(series, value);
        isFailing = false;
      } catch (error) {
        this.reset();
        // Once, not at every scrape.
        if (!isFailing) logger.error(`The gauge ${name} cannot be read, and is left out: ${messageOf(error)}`);
        isFailing = true;
      }
    },
  });
}
