import { Inject, Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import type { OverallVerdict } from '@cutover/contracts';
import { groupBy, map, merge, mergeMap, throttleTime, type Subscription } from 'rxjs';
import { ChecksumService } from '../checksum/checksum.service.js';
import { CONFIG, type CutoverConfig } from '../config/config.schema.js';
import { findMigration } from '../config/find-migration.js';
import { ConnectionsService } from '../connections/connections.service.js';
import { ConsistencyService } from '../consistency/consistency.service.js';
import { LagService } from '../lag/lag.service.js';
import { Clock } from '../platform/clock.js';
import { TablesService } from '../tables/tables.service.js';
import { judgeOverall, proofMaxAgeMs, type Judgement } from './overall-verdict.js';

/** A run through thousands of small tables brings news faster than all tables can be judged: once in so long is enough. */
const burstMs = 250;

/**
 * The one answer of each migration, and since when it stands. The answer is judged anew whenever it is asked for; since
 * when is noted when something was measured, so that asking changes nothing.
 */
@Injectable()
export class VerdictService implements BeforeApplicationShutdown {
  private readonly standing = new Map<string, Pick<OverallVerdict, 'answer' | 'since'>>();
  private readonly subscription: Subscription;

  constructor(
    @Inject(CONFIG) private readonly config: CutoverConfig,
    private readonly clock: Clock,
    private readonly connections: ConnectionsService,
    private readonly tables: TablesService,
    private readonly lag: LagService,
    private readonly checksums: ChecksumService,
    private readonly consistency: ConsistencyService,
  ) {
    for (const { name } of config.migrations) this.note(name);
    // Lag is read every interval whatever happens, so that nothing that only grows old is missed either.
    this.subscription = merge(lag.readings, connections.changes, checksums.progress, consistency.readings)
      .pipe(
        map(({ migration }) => migration),
        groupBy((migration) => migration),
        mergeMap((news) => news.pipe(throttleTime(burstMs, undefined, { leading: true, trailing: true }))),
      )
      .subscribe((migration) => this.note(migration));
  }

  beforeApplicationShutdown(): void {
    this.subscription.unsubscribe();
  }

  /** Throws UserError 404 for an unknown migration. */
  current(migration: string): OverallVerdict {
    const judgement = this.judge(migration);
    const standing = this.standing.get(migration);
    const since = standing?.answer === judgement.answer ? standing.since : this.clock.nowIso();
    return { ...judgement, since };
  }

  private note(migration: string): void {
    const { answer, since } = this.current(migration);
    this.standing.set(migration, { answer, since });
  }

  private judge(migration: string): Judgement {
    const { replicaLagThresholdSeconds } = findMigration(this.config, migration);
    const { checksumIntervalMinutes, checksumCron } = this.config.monitoring;
    const catalog = this.tables.snapshot(migration);
    const evidence = {
      connectionStatus: this.connections.snapshot(migration),
      lag: this.lag.snapshot(migration),
      checksums: this.checksums.snapshot(migration),
      isComparing: this.checksums.activeRun(migration) !== null,
      consistency: this.consistency.snapshot(migration),
      watchedTables: catalog?.tables.map(({ id }) => id) ?? null,
      emptyDatabases: catalog?.emptyDatabases ?? [],
      thresholdSeconds: replicaLagThresholdSeconds,
      proofMaxAgeMs: proofMaxAgeMs(checksumIntervalMinutes, checksumCron),
    };
    return judgeOverall(evidence, this.clock.nowMs());
  }
}
