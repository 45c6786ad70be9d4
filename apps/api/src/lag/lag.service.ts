import { Inject, Injectable } from '@nestjs/common';
import type { ReplicaLag } from '@cutover/contracts';
import { Subject, type Observable } from 'rxjs';
import { CONFIG, type CutoverConfig } from '../config/config.schema.js';
import { ConnectionsService } from '../connections/connections.service.js';
import { engines, type StatementBounds } from '@cutover/databases';
import { Clock } from '../platform/clock.js';
import { channelFrom, needsFileSizes } from './binlog-distance.js';
import { readBinlogFiles } from './binlog-status.js';
import { composeLag, type CycleFacts } from './compose-lag.js';
import { valueOf } from './finding.js';
import type { PositionSample } from './lag-history.js';
import { readSource, readTarget } from './read-facts.js';
import { asStale, isStale } from './stale-lag.js';

export interface LagReading {
  migration: string;
  lag: ReplicaLag;
}

/** The last reading of a migration, with its monotonic age and what the next one needs to know. */
interface Measured {
  lag: ReplicaLag;
  atMs: number;
  history: PositionSample[];
}

/** No statement of a cycle may take longer: each is answered from memory. */
const longestStatementMs = 5_000;

/** Measures how far each target is behind its source. */
@Injectable()
export class LagService {
  private readonly measured = new Map<string, Measured>();
  private readonly read = new Subject<LagReading>();
  readonly readings: Observable<LagReading> = this.read.asObservable();

  constructor(
    @Inject(CONFIG) private readonly config: CutoverConfig,
    private readonly connections: ConnectionsService,
    private readonly clock: Clock,
  ) {}

  /** One measurement; never rejects for a server that cannot be read: the reading then is `unknown` with its reason. */
  async measure(migration: string, signal: AbortSignal): Promise<void> {
    const facts = await this.readBoth(migration, {
      timeoutMs: Math.min(longestStatementMs, this.config.monitoring.intervalSeconds * 1000),
      signal,
    });
    // Statements that were cancelled tell nothing about the servers.
    if (signal.aborted) return;
    const { lag, history } = composeLag(facts);
    this.measured.set(migration, { lag, atMs: facts.nowMs, history });
    this.read.next({ migration, lag });
  }

  /** Last reading with `isStale` computed now; a stale reading has state `unknown`. null: never measured. */
  snapshot(migration: string): ReplicaLag | null {
    const last = this.measured.get(migration);
    if (!last) return null;
    const ageMs = this.clock.monotonicMs() - last.atMs;
    return isStale(ageMs, this.config.monitoring.intervalSeconds) ? asStale(last.lag, ageMs) : last.lag;
  }

  private async readBoth(migration: string, bounds: StatementBounds): Promise<CycleFacts> {
    const source = this.connections.get(migration, 'source');
    const target = this.connections.get(migration, 'target');
    const settings = this.config.migrations.find(({ name }) => name === migration)!;
    // The target first: a transaction committed between the two reads then is lag of a moment. The other way round the
    // target would seem to have what its source lacks.
    const targetFacts = await readTarget(target, bounds);
    const sourceFacts = await readSource(source, bounds);
    const sourceServerId = source.identity()?.serverId ?? null;
    const carrier = channelFrom(valueOf(targetFacts.channels) ?? [], sourceServerId);
    const end = valueOf(sourceFacts.binlog);
    return {
      target: targetFacts,
      source: sourceFacts,
      // Sizes cost the source a look at every file: only when the target stands in another one.
      ...(end && needsFileSizes(carrier, end) ? { files: await readBinlogFiles(source, bounds) } : {}),
      sourceServerId,
      math: engines[settings.engine].positions,
      history: this.measured.get(migration)?.history ?? [],
      thresholdSeconds: settings.replicaLagThresholdSeconds,
      measuredAt: this.clock.nowIso(),
      nowMs: this.clock.monotonicMs(),
    };
  }
}
