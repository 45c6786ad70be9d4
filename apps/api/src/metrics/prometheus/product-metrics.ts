import { collectDefaultMetrics, type Registry } from 'prom-client';
import type { MetricSources } from './metric-sources.js';
import { overallVerdictSchema, type VerdictReason } from '@cutover/contracts';
import { oneHot, scrapedGauge, type Series } from './scraped-gauge.js';

/** Gauges named like counters, which `promtool check metrics` refuses; the same figures come by type beside them. */
const misnamed = [
  'cutover_nodejs_active_handles_total',
  'cutover_nodejs_active_requests_total',
  'cutover_nodejs_active_resources_total',
];

const isFirstComparison = ({ check }: VerdictReason): boolean => check === 'first-comparison';
const answers = overallVerdictSchema.shape.answer.options;

/** Alerts, the store and the process itself. */
export function defineProductMetrics(
  registry: Registry,
  { migrations, alerts, verdicts, storeHealth }: MetricSources,
): void {
  collectDefaultMetrics({ register: registry, prefix: 'cutover_' });
  for (const name of misnamed) registry.removeSingleMetric(name);

  scrapedGauge(
    registry,
    { name: 'cutover_migration_info', help: 'Configured migrations', labels: ['migration', 'engine'] },
    () => migrations.map(({ name, engine }): Series => [{ migration: name, engine }, 1]),
  );
  scrapedGauge(
    registry,
    { name: 'cutover_verdict', help: 'The one answer: 1 for the one that stands', labels: ['migration', 'answer'] },
    () =>
      migrations.flatMap(({ name }) => oneHot({ migration: name }, 'answer', answers, verdicts.current(name).answer)),
  );
  scrapedGauge(
    registry,
    {
      name: 'cutover_first_comparison',
      help: '1 while nothing but the first comparison keeps the answer from being known',
      labels: ['migration'],
    },
    () =>
      migrations.map(({ name }): Series => {
        const { reasons } = verdicts.current(name);
        return [{ migration: name }, reasons.length > 0 && reasons.every(isFirstComparison) ? 1 : 0];
      }),
  );
  scrapedGauge(
    registry,
    { name: 'cutover_alerts_firing', help: 'Alerts that fire', labels: ['migration', 'severity'] },
    () =>
      migrations.flatMap(({ name: migration }): Series[] => {
        const { critical, warning, info } = alerts.counts(migration);
        return [
          [{ migration, severity: 'CRITICAL' }, critical],
          [{ migration, severity: 'WARNING' }, warning],
          [{ migration, severity: 'INFO' }, info],
        ];
      }),
  );
  scrapedGauge(
    registry,
    { name: 'cutover_store_up', help: 'Whether the last write to the store worked', labels: [] },
    () => [[{}, storeHealth.snapshot().isWorking ? 1 : 0]],
  );
  scrapedGauge(
    registry,
    { name: 'cutover_store_waiting_writes', help: 'Writes kept in memory until the store works again', labels: [] },
    () => [[{}, storeHealth.snapshot().waitingWrites]],
  );
  scrapedGauge(
    registry,
    { name: 'cutover_store_lost_writes', help: 'Writes given up since the start', labels: [] },
    () => [[{}, storeHealth.snapshot().lostWrites]],
  );
}
