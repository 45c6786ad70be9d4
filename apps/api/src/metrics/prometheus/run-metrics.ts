import type { Registry } from 'prom-client';
import type { MetricSources } from './metric-sources.js';
import { scrapedGauge, type Series } from './scraped-gauge.js';

/** Verification runs. */
export function defineRunMetrics(registry: Registry, { migrations, checksums, lastRun }: MetricSources): void {
  scrapedGauge(
    registry,
    { name: 'cutover_checksum_run_active', help: 'Whether a verification runs at the moment', labels: ['migration'] },
    () => migrations.map(({ name }): Series => [{ migration: name }, checksums.activeRun(name) ? 1 : 0]),
  );
  scrapedGauge(
    registry,
    {
      name: 'cutover_checksum_run_duration_seconds',
      help: 'Duration of the last verification that ended since the start (absent: none yet)',
      labels: ['migration', 'state'],
    },
    () =>
      migrations.flatMap(({ name }): Series[] => {
        const run = lastRun(name);
        if (!run || run.finishedAt === null) return [];
        const durationMs = Math.max(0, Date.parse(run.finishedAt) - Date.parse(run.startedAt));
        return [[{ migration: name, state: run.state }, durationMs / 1000]];
      }),
  );
}
