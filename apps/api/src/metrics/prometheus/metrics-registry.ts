import { Registry } from 'prom-client';
import { defineConnectionMetrics } from './connection-metrics.js';
import { defineLagMetrics } from './lag-metrics.js';
import type { MetricSources } from './metric-sources.js';
import { defineProductMetrics } from './product-metrics.js';
import { defineRunMetrics } from './run-metrics.js';
import { defineTableMetrics } from './table-metrics.js';

/** Every group of metrics. Adding one is a file and a line here. */
const groups = [defineConnectionMetrics, defineLagMetrics, defineTableMetrics, defineRunMetrics, defineProductMetrics];

/** A registry of our own (not prom-client's global one), read from the snapshots at every scrape. */
export function buildRegistry(sources: MetricSources): Registry {
  const registry = new Registry();
  for (const define of groups) define(registry, sources);
  return registry;
}
