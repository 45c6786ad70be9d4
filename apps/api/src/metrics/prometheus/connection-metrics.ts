import { roles, type ConnectionState } from '@cutover/contracts';
import type { Registry } from 'prom-client';
import type { MetricSources } from './metric-sources.js';
import { scrapedGauge, type Series } from './scraped-gauge.js';

// `connecting` is neither up nor down: nothing was proved yet.
const upValues: Record<ConnectionState, number | null> = { up: 1, down: 0, connecting: null };

/** Connections to both sides. */
export function defineConnectionMetrics(registry: Registry, { migrations, connections }: MetricSources): void {
  const labels = ['migration', 'role'];
  const eachSide = (read: (side: ReturnType<typeof connections.snapshot>['source']) => number | null) => (): Series[] =>
    migrations.flatMap(({ name: migration }) => {
      const status = connections.snapshot(migration);
      return roles.map((role): Series => [{ migration, role }, read(status[role])]);
    });

  scrapedGauge(
    registry,
    {
      name: 'cutover_connection_up',
      help: 'Whether the server answered the last probe (absent: not tried yet)',
      labels,
    },
    eachSide(({ state }) => upValues[state]),
  );
  scrapedGauge(
    registry,
    { name: 'cutover_connection_latency_seconds', help: 'Round trip of the last successful probe', labels },
    eachSide(({ latencyMs }) => (latencyMs === null ? null : latencyMs / 1000)),
  );
}
