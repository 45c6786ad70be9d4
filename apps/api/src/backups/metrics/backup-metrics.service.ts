import { Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import type { BackupRun, BackupRunDatabase, RetentionOutcome } from '@cutover/contracts';
import { Counter, Histogram, type Metric } from 'prom-client';
import type { ScrapedGauge } from '../../evidence/gauge.js';
import { messageOf } from '../../failures/message-of.js';
import { Clock } from '../../platform/clock.js';
import { BackupCatalogueService } from '../catalogue/backup-catalogue.service.js';
import { BackupSettings } from '../configuration/backup-settings.service.js';
import { BackupGuardService } from '../guard/backup-guard.service.js';
import { isStored } from '../guard/run-result.js';
import { BackupReadBackService } from '../read-back/read-back.service.js';
import { BackupHealthService } from '../health/backup-health.service.js';
import { BackupRetentionService } from '../retention/backup-retention.service.js';
import { BackupStore } from '../store/backup.store.js';
import { pathSegment } from '../storages/backup-storage.js';
import { backupGauges } from './backup-gauges.js';
import { familyOf, families, type Family } from './families.js';

/** A store that does not tell the runs of before is asked again so often. */
const againMs = 60_000;

/** Seconds, up to a day: a dump of a large server takes hours. */
const durationBuckets = [1, 5, 15, 60, 300, 900, 1_800, 3_600, 7_200, 14_400, 28_800, 43_200, 86_400];

/** More runs do not end between two looks at the store. */
const mostSeen = 10_000;

interface Counted {
  total: Counter<'server' | 'type' | 'database' | 'status'>;
  duration: Histogram<'server' | 'type' | 'database'>;
  skipped: Counter<'server' | 'type'>;
  deletions: Counter<'server' | 'storage'>;
}

/** Figures of backups under the names that the field uses. What is counted goes on over a restart: runs are counted anew from the store. */
@Injectable()
export class BackupMetricsService implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly counted: readonly Metric[];
  readonly gauges: readonly ScrapedGauge[];
  private readonly logger = new Logger('Backups');
  private readonly byFamily: Readonly<Record<Family, Counted>>;
  /** When the last success of a type and database of a server ended, ms. */
  private readonly successMs = new Map<string, number>();
  /** Runs that were counted, the newest of them: one that ends while those of the store are read comes twice. */
  private readonly seen = new Set<string>();
  private timer: NodeJS.Timeout | null = null;

  constructor(
    private readonly settings: BackupSettings,
    private readonly guard: BackupGuardService,
    private readonly readBack: BackupReadBackService,
    private readonly retention: BackupRetentionService,
    private readonly store: BackupStore,
    catalogue: BackupCatalogueService,
    health: BackupHealthService,
    clock: Clock,
  ) {
    this.byFamily = { mysql: countedOf('mysql'), postgres: countedOf('postgres') };
    // Of both families: a server may be added while Cutover runs.
    this.counted = families.flatMap((family) => Object.values(this.byFamily[family]) as Metric[]);
    this.gauges = backupGauges(families, {
      ...{ config: () => settings.current(), successMs: this.successMs, now: () => new Date(clock.nowMs()) },
      ...{ views: () => catalogue.known(), underWay: () => guard.underWay(), health: () => health.latest() },
    });
  }

  onApplicationBootstrap(): void {
    // One that is read back and is no good is no success.
    this.readBack.done.subscribe((run) => this.count(run));
    this.guard.passedOver.subscribe(({ schedule: type, server, slots }) =>
      this.ofServer(server)?.skipped.inc({ server, type }, slots),
    );
    this.retention.outcomes.subscribe((outcome) => this.countDeletions(outcome));
    void this.restore();
  }

  beforeApplicationShutdown(): void {
    if (this.timer !== null) clearTimeout(this.timer);
  }

  /** Counts what the store knows of before. Never rejects: it is tried again. */
  private async restore(): Promise<void> {
    try {
      for await (const some of this.store.ended()) for (const run of some) this.count(run);
    } catch (error) {
      this.logger.warn(`The runs of before are not counted yet: ${messageOf(error)}`);
      this.timer = setTimeout(() => void this.restore(), againMs);
      this.timer.unref();
    }
  }

  private count(run: BackupRun): void {
    const metrics = this.ofServer(run.server);
    if (metrics === null || this.seen.has(run.id)) return;
    this.seen.add(run.id);
    if (this.seen.size > mostSeen) this.seen.delete(this.seen.values().next().value!);
    const { server, type } = run;
    for (const each of run.databases) {
      if (each.skipped !== null) continue;
      const labels = { server, type, database: each.database ?? '' };
      const status = statusOf(each);
      metrics.total.inc({ ...labels, status });
      if (status === 'failed') continue;
      metrics.duration.observe(labels, each.durationMs / 1000);
      if (run.endedAt !== null)
        this.noteSuccess(JSON.stringify([server, type, each.database]), Date.parse(run.endedAt));
    }
    if (run.state === 'cancelled' || run.state === 'interrupted')
      metrics.total.inc({ server, type, database: '', status: run.state });
  }

  private noteSuccess(key: string, ms: number): void {
    this.successMs.set(key, Math.max(ms, this.successMs.get(key) ?? 0));
  }

  private countDeletions({ deleted }: RetentionOutcome): void {
    for (const { storage, folder } of deleted) {
      const server = this.settings.current().servers.find(({ name }) => folder.startsWith(`${pathSegment(name)}/`));
      if (server !== undefined) this.ofServer(server.name)?.deletions.inc({ server: server.name, storage });
    }
  }

  /** null: it is not in the configuration any more. */
  private ofServer(server: string): Counted | null {
    const found = this.settings.current().servers.find(({ name }) => name === server);
    return found === undefined ? null : this.byFamily[familyOf[found.engine]];
  }
}

/** Only what is in every storage is a success; what was found to be no good in each is none at all. */
function statusOf({ backupId, storages }: BackupRunDatabase): 'success' | 'partial' | 'failed' {
  if (backupId === null || !storages.some(isStored)) return 'failed';
  return storages.every(isStored) ? 'success' : 'partial';
}

function countedOf(family: Family): Counted {
  const registers: [] = [];
  return {
    total: new Counter({
      name: `${family}_backup_total`,
      help: 'Databases of runs that ended, by what came of them; without a database: the run as a whole',
      ...{ labelNames: ['server', 'type', 'database', 'status'], registers },
    }),
    duration: new Histogram({
      name: `${family}_backup_duration_seconds`,
      help: 'How long a database took, from the start of its dump until it was stored',
      ...{ labelNames: ['server', 'type', 'database'], buckets: durationBuckets, registers },
    }),
    skipped: new Counter({
      name: `${family}_backup_overlap_skipped_total`,
      help: 'Slots that were passed over since the start: another run was under way, or nothing ran',
      ...{ labelNames: ['server', 'type'], registers },
    }),
    deletions: new Counter({
      name: `${family}_backup_deletions_total`,
      help: 'Backups and orphans deleted since the start',
      ...{ labelNames: ['server', 'storage'], registers },
    }),
  };
}
