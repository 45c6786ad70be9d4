import { Inject, Injectable } from '@nestjs/common';
import type { ReplicaLag } from '@cutover/contracts';
import { Subject, type Observable } from 'rxjs';
import { CONFIG, type CutoverConfig } from '../config/config.schema.js';
import { findMigration } from '../config/find-migration.js';
import { ConnectionsService } from '../connections/connections.service.js';
import { Clock } from '../platform/clock.js';
import { lagDialects } from './dialects/registry.js';
import { HeartbeatService } from './heartbeat/heartbeat.service.js';
import { withHeartbeat } from './heartbeat/with-heartbeat.js';
import type { LagMeasurement } from './lag-dialect.js';
import { asStale, isStale } from './stale-lag.js';

export interface LagReading {
  migration: string;
  lag: ReplicaLag;
}

/** No statement of a cycle may take longer: each is answered from memory. */
const longestStatementMs = 5_000;

/** Measures how far each target is behind its source. */
@Injectable()
export class LagService {
  private readonly measured = new Map<string, LagMeasurement>();
  private readonly read = new Subject<LagReading>();
  readonly readings: Observable<LagReading> = this.read.asObservable();

  constructor(
    @Inject(CONFIG) private readonly config: CutoverConfig,
    private readonly connections: ConnectionsService,
    private readonly clock: Clock,
    private readonly heartbeats: HeartbeatService,
  ) {}

  /** One measurement; never rejects for a server that cannot be read: the reading then is `unknown` with its reason. */
  async measure(migration: string, signal: AbortSignal): Promise<void> {
    const { engine, replicaLagThresholdSeconds } = findMigration(this.config, migration);
    const last = this.measured.get(migration);
    const pair = {
      source: this.connections.get(migration, 'source'),
      target: this.connections.get(migration, 'target'),
    };
    const timeoutMs = Math.min(longestStatementMs, this.config.monitoring.intervalSeconds * 1000);
    const measured = await lagDialects[engine].measure(pair, {
      bounds: { timeoutMs, signal },
      history: last?.history ?? [],
      memory: last?.memory ?? null,
      thresholdSeconds: replicaLagThresholdSeconds,
      nowIso: () => this.clock.nowIso(),
      monotonicMs: () => this.clock.monotonicMs(),
    });
    // Statements that were cancelled tell nothing about the servers.
    if (signal.aborted) return;
    const lag = withHeartbeat(measured.lag, this.heartbeats.snapshot(migration));
    this.measured.set(migration, { ...measured, lag });
    this.read.next({ migration, lag });
  }

  /** Last reading with `isStale` computed now; a stale reading has state `unknown`. null: never measured. */
  snapshot(migration: string): ReplicaLag | null {
    const last = this.measured.get(migration);
    if (!last) return null;
    const ageMs = this.clock.monotonicMs() - last.atMs;
    return isStale(ageMs, this.config.monitoring.intervalSeconds) ? asStale(last.lag, ageMs) : last.lag;
  }

  /** How old the last reading is, whatever the wall clock does; null: never measured. */
  ageMs(migration: string): number | null {
    const last = this.measured.get(migration);
    return last === undefined ? null : this.clock.monotonicMs() - last.atMs;
  }
}
