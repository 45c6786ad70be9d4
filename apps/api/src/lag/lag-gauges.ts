import { replicationStateSchema, type ReplicaLag } from '@cutover/contracts';
import { oneHot, type ScrapedGauge, type Series } from '../evidence/gauge.js';

/** Replica lag and the state of replication. A stale sample counts as none. */
export function lagGauges(
  migrations: readonly { name: string; replicaLagThresholdSeconds: number }[],
  snapshot: (migration: string) => ReplicaLag | null,
  ageMs: (migration: string) => number | null,
): ScrapedGauge[] {
  const labels = ['migration'];
  const fresh = (name: string, help: string, read: (lag: ReplicaLag) => number | null): ScrapedGauge => ({
    ...{ name, help, labels },
    read: () =>
      migrations.map(({ name: migration }): Series => {
        const sample = snapshot(migration);
        return [{ migration }, sample && !sample.isStale ? read(sample) : null];
      }),
  });
  return [
    fresh('cutover_replica_lag_seconds', 'Replica lag of the worst channel (absent: unknown)', (l) => l.seconds),
    fresh(
      'cutover_replica_lag_at_least_seconds',
      'Replica lag that positions prove, whatever the server says (absent: unknown)',
      (l) => l.atLeastSeconds,
    ),
    fresh(
      'cutover_replica_transactions_behind',
      'Transactions the target is behind, all domains (absent: unknown, or not counted by the engine)',
      (l) => (l.transactionsBehind === null ? null : Number(l.transactionsBehind)),
    ),
    fresh(
      'cutover_replica_not_received_bytes',
      'Log written on the source and not yet received by the target (absent: unknown)',
      (l) => l.notReceivedBytes,
    ),
    fresh(
      'cutover_replica_not_applied_bytes',
      'Log received by the target and not yet applied (absent: unknown)',
      (l) => l.notAppliedBytes,
    ),
    fresh(
      'cutover_replica_predicted_drain_seconds',
      'Time until the backlog is gone at the present rates (absent: unknown or never)',
      (l) => l.predictedDrainSeconds,
    ),
    {
      ...{ name: 'cutover_replica_lag_threshold_seconds', help: 'Configured limit of the replica lag', labels },
      read: () =>
        migrations.map(({ name, replicaLagThresholdSeconds }) => [{ migration: name }, replicaLagThresholdSeconds]),
    },
    {
      name: 'cutover_last_sample_age_seconds',
      ...{ help: 'Age of the last measurement of replica lag (absent: never measured)', labels },
      read: () =>
        migrations.map(({ name: migration }): Series => {
          const age = ageMs(migration);
          return [{ migration }, age && age / 1000];
        }),
    },
    {
      name: 'cutover_replication_state',
      help: 'State of replication: 1 for the present one',
      labels: ['migration', 'state'],
      read: () =>
        migrations.flatMap(({ name: migration }) => {
          const sample = snapshot(migration);
          const state = sample && !sample.isStale ? sample.state : 'unknown';
          return oneHot({ migration }, 'state', replicationStateSchema.options, state);
        }),
    },
  ];
}
