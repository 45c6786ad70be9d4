import { replicationStateSchema, type ReplicaLag } from '@cutover/contracts';
import type { Registry } from 'prom-client';
import type { MetricSources } from './metric-sources.js';
import { oneHot, scrapedGauge, type Series } from './scraped-gauge.js';

/** Replica lag and the state of replication. A stale sample counts as none. */
export function defineLagMetrics(registry: Registry, sources: MetricSources): void {
  const { migrations, lag, clock } = sources;
  const labels = ['migration'];
  const each = (read: (lag: ReplicaLag) => number | null) => (): Series[] =>
    migrations.map(({ name }): Series => {
      const sample = lag.snapshot(name);
      return [{ migration: name }, sample && !sample.isStale ? read(sample) : null];
    });
  const define = (name: string, help: string, read: () => Series[]) =>
    scrapedGauge(registry, { name, help, labels }, read);

  define(
    'cutover_replica_lag_seconds',
    'Replica lag of the worst channel (absent: unknown)',
    each((l) => l.seconds),
  );
  define(
    'cutover_replica_lag_at_least_seconds',
    'Replica lag that positions prove, whatever the server says (absent: unknown)',
    each((l) => l.atLeastSeconds),
  );
  define(
    'cutover_replica_transactions_behind',
    'Transactions the target is behind, all domains (absent: unknown)',
    each((l) => (l.transactionsBehind === null ? null : Number(l.transactionsBehind))),
  );
  define(
    'cutover_replica_not_received_bytes',
    'Binlog written on the source and not yet fetched by the target (absent: unknown)',
    each((l) => l.notReceivedBytes),
  );
  define(
    'cutover_replica_not_applied_bytes',
    'Binlog fetched by the target and not yet applied (absent: unknown)',
    each((l) => l.notAppliedBytes),
  );
  define(
    'cutover_replica_predicted_drain_seconds',
    'Time until the backlog is gone at the present rates (absent: unknown or never)',
    each((l) => l.predictedDrainSeconds),
  );
  define('cutover_replica_lag_threshold_seconds', 'Configured limit of the replica lag', () =>
    migrations.map(({ name, replicaLagThresholdSeconds }) => [{ migration: name }, replicaLagThresholdSeconds]),
  );
  define('cutover_last_sample_age_seconds', 'Age of the last measurement of replica lag (absent: never measured)', () =>
    migrations.map(({ name }): Series => {
      const sample = lag.snapshot(name);
      // The wall clock may have been set back since.
      return [{ migration: name }, sample && Math.max(0, clock.nowMs() - Date.parse(sample.measuredAt)) / 1000];
    }),
  );
  scrapedGauge(
    registry,
    {
      name: 'cutover_replication_state',
      help: 'State of replication: 1 for the present one',
      labels: ['migration', 'state'],
    },
    () =>
      migrations.flatMap(({ name }) => {
        const sample = lag.snapshot(name);
        const state = sample && !sample.isStale ? sample.state : 'unknown';
        return oneHot({ migration: name }, 'state', replicationStateSchema.options, state);
      }),
  );
}
