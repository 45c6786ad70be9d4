import type { ChecksumRun } from '@cutover/contracts';
import type { AlertsService } from '../../alerts/alerts.service.js';
import type { ChecksumService } from '../../checksum/checksum.service.js';
import type { ConnectionsService } from '../../connections/connections.service.js';
import type { ConsistencyService } from '../../consistency/consistency.service.js';
import type { LagService } from '../../lag/lag.service.js';
import type { Clock } from '../../platform/clock.js';
import type { VerdictService } from '../../migrations/verdict.service.js';
import type { StoreHealth } from '../../store/store-health.js';
import type { TablesService } from '../../tables/tables.service.js';

/** What the metrics are read from at the moment of a scrape; nothing is cached between scrapes. */
export interface MetricSources {
  migrations: { name: string; engine: string; replicaLagThresholdSeconds: number }[];
  connections: Pick<ConnectionsService, 'snapshot'>;
  lag: Pick<LagService, 'snapshot'>;
  checksums: Pick<ChecksumService, 'snapshot' | 'activeRun'>;
  consistency: Pick<ConsistencyService, 'snapshot'>;
  tables: Pick<TablesService, 'snapshot'>;
  alerts: Pick<AlertsService, 'counts'>;
  verdicts: Pick<VerdictService, 'current'>;
  storeHealth: Pick<StoreHealth, 'snapshot'>;
  clock: Pick<Clock, 'nowMs'>;
  /** Last run of a migration that ended while this process ran. */
  lastRun(migration: string): ChecksumRun | null;
}
