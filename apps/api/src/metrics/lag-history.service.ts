import { Inject, Injectable, Logger, type BeforeApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import {
  lagFigure,
  type LagHistory,
  type LagPoint,
  type LagQuery,
  type ReplicaLag,
  type WorstLag,
} from '@cutover/contracts';
import type { Subscription } from 'rxjs';
import { CONFIG, type CutoverConfig } from '../config/config.schema.js';
import { findMigration } from '../config/find-migration.js';
import { LagService, type LagReading } from '../lag/lag.service.js';
import { Clock } from '../platform/clock.js';
import { PairHistoryService } from '../pair-history/pair-history.service.js';
import { SampleStore, type LagSample, type MigrationSample } from '../lag/store/sample.store.js';
import { downsample, markGaps } from './downsample.js';
import { lagRange } from './lag-range.js';
import { LagRing, ringCapacity } from './lag-ring.js';

const dayMs = 24 * 3_600_000;

/** Samples are gathered for so long, and written together: each write waits for the disk. A crash loses what nobody was told yet. */
const gatherMs = 1_000;

/** A sample so far in the future at most is no sign of a clock that was set back. */
const clockToleranceMs = 1_000;

/** The sample that is kept of a measurement. Transactions beyond 2^53 lose their last digits, which no chart shows. */
function toSample(lag: ReplicaLag): LagSample {
  const { seconds, isLowerBound } = lagFigure(lag);
  return {
    atMs: Date.parse(lag.measuredAt),
    seconds: lag.seconds,
    atLeastSeconds: isLowerBound ? seconds : null,
    transactionsBehind: lag.transactionsBehind === null ? null : Number(lag.transactionsBehind),
    notReceivedBytes: lag.notReceivedBytes,
    notAppliedBytes: lag.notAppliedBytes,
    state: lag.state,
  };
}

function toPoint({ atMs, ...sample }: LagSample): LagPoint {
  return { at: new Date(atMs).toISOString(), ...sample };
}

/** 24 h of lag samples of each migration: in memory for reading, in the store for the next start. */
@Injectable()
export class LagHistoryService implements OnModuleInit, BeforeApplicationShutdown {
  private readonly logger = new Logger('LagHistory');
  private readonly rings = new Map<string, LagRing>();
  /** Until the next sample: it is asked for far more often. */
  private readonly worsts = new Map<string, WorstLag>();
  private readonly intervalSeconds: number;
  private readonly subscriptions: Subscription[] = [];
  private gathered: MigrationSample[] = [];
  private gathering: NodeJS.Timeout | null = null;
  private writing: Promise<void> = Promise.resolve();

  constructor(
    @Inject(CONFIG) private readonly config: CutoverConfig,
    private readonly clock: Clock,
    private readonly lag: LagService,
    private readonly samples: SampleStore,
    private readonly pairs: PairHistoryService,
  ) {
    this.intervalSeconds = config.monitoring.intervalSeconds;
    const capacity = ringCapacity(this.intervalSeconds);
    for (const { name } of config.migrations) this.rings.set(name, new LagRing(capacity));
  }

  async onModuleInit(): Promise<void> {
    for (const [migration, ring] of this.rings) await this.load(migration, ring);
    this.subscriptions.push(
      this.lag.readings.subscribe((reading) => this.keep(reading)),
      this.pairs.changes.subscribe(({ migration }) => this.worsts.delete(migration)),
    );
  }

  beforeApplicationShutdown(): void {
    for (const subscription of this.subscriptions) subscription.unsubscribe();
    this.write();
  }

  /** Writes what was gathered, so that what is told after it outlasts a crash. Never rejects: not for a store out of order. */
  async written(): Promise<void> {
    this.write();
    await this.writing;
  }

  /** Throws UserError: 404 for an unknown migration, 400 naming the field for a span that makes no sense. */
  history(migration: string, query: LagQuery): LagHistory {
    const { replicaLagThresholdSeconds } = findMigration(this.config, migration);
    const { fromMs, toMs } = lagRange(query, this.clock.nowMs());
    const samples = this.rings.get(migration)?.between(Math.max(fromMs, this.pairSinceMs(migration)), toMs) ?? [];
    const points = downsample(markGaps(samples, this.intervalSeconds * 1000), query.points);
    return {
      migration,
      from: new Date(fromMs).toISOString(),
      to: new Date(toMs).toISOString(),
      thresholdSeconds: replicaLagThresholdSeconds,
      intervalSeconds: this.intervalSeconds,
      points: points.map(toPoint),
    };
  }

  /** The worst of the last 24 h, as far as samples tell; what positions prove counts where the target tells no seconds. */
  worst(migration: string): WorstLag {
    const known = this.worsts.get(migration);
    if (known !== undefined) return known;
    const found = this.rings
      .get(migration)
      ?.worstSince(Math.max(this.clock.nowMs() - dayMs, this.pairSinceMs(migration)));
    const oldestMs = found?.oldestMs ?? null;
    const worst = {
      seconds: found?.seconds ?? null,
      isLowerBound: found?.isLowerBound ?? false,
      since: oldestMs === null ? null : new Date(oldestMs).toISOString(),
    };
    this.worsts.set(migration, worst);
    return worst;
  }

  /** Samples from before are of other servers that stood behind the name. */
  private pairSinceMs(migration: string): number {
    const since = this.pairs.sameServersSince(migration);
    return since === null ? -Infinity : Date.parse(since);
  }

  private async load(migration: string, ring: LagRing): Promise<void> {
    try {
      const nowMs = this.clock.nowMs();
      const stored = await this.samples.loadSince(migration, nowMs - dayMs);
      // One sample an interval is stored for as long as a process runs: it is the last that an earlier one saw of the clock.
      if (stored.some(({ atMs }) => atMs > nowMs + clockToleranceMs)) this.clock.doubtPast();
      // With a shorter interval in former times there may be more than fit: the extremes of the whole day stay.
      for (const sample of downsample(stored, ring.capacity)) ring.push(sample);
    } catch (error) {
      this.logger.error(
        `The lag history of ${migration} begins anew: ${error instanceof Error ? error.message : error}`,
      );
    }
  }

  private keep({ migration, lag }: LagReading): void {
    const sample = toSample(lag);
    this.rings.get(migration)?.push(sample);
    this.worsts.delete(migration);
    this.gathered.push({ migration, ...sample });
    this.gathering ??= setTimeout(() => this.write(), gatherMs).unref();
  }

  /** Writes what was gathered. A store out of order keeps it waiting in memory. */
  private write(): void {
    if (this.gathering !== null) clearTimeout(this.gathering);
    this.gathering = null;
    const samples = this.gathered.splice(0);
    if (samples.length > 0) this.writing = this.samples.appendAll(samples);
  }
}
