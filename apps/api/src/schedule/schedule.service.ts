import {
  Inject,
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import type { Engine } from '@cutover/contracts';
import { SchedulerRegistry } from '@nestjs/schedule';
import { CronJob } from 'cron';
import { filter, type Subscription } from 'rxjs';
import { CONFIG, type CutoverConfig, type MigrationConfig } from '../config/config.schema.js';
import { findMigration } from '../config/find-migration.js';
import type { Measuring } from '../evidence/evidence-source.js';
import { EvidenceRegistry } from '../evidence/evidence.registry.js';
import { Clock } from '../platform/clock.js';
import { intervalOfPart, startSpreadMs, TurnsOfParts, type Round } from './turns-of-parts.js';
import { WatchLoop } from './watch-loop.js';

/** Needs that may become true. */
type RecoverableNeed = Exclude<Measuring['needs'], 'nothing'>;
const recoverableNeeds: readonly RecoverableNeed[] = ['source', 'target', 'comparable'];

/** A first round of a comparison, or one after a recovery, waits this long so that replication can settle. */
const settleMs: Record<RecoverableNeed, number> = { source: 0, target: 0, comparable: 2_000 };
/** setInterval and setTimeout take at most 2^31 − 1 ms; a rarer watcher wants a cron expression. */
const longestIntervalMs = 2 ** 31 - 1;

/** What is read of servers ends within seconds, by bounds of each statement: a round this long never ends. */
const longestRoundMs = 10 * 60_000;

/** What is measured again and again, under the name of its evidence. */
interface Job extends Measuring {
  name: string;
}

/** The scheduler: what is measured when, for every migration. One failing measurement never stops another. */
@Injectable()
export class ScheduleService implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(ScheduleService.name);
  private readonly loops = new Map<string, WatchLoop>();
  private recoveries: Subscription | null = null;
  /** Of migrations of several databases. */
  private readonly turns: TurnsOfParts;
  /** Migrations for which a need is met at the moment. */
  private readonly met: Record<RecoverableNeed, Set<string>> = {
    source: new Set(),
    target: new Set(),
    comparable: new Set(),
  };

  constructor(
    @Inject(CONFIG) private readonly config: CutoverConfig,
    private readonly scheduler: SchedulerRegistry,
    private readonly registry: EvidenceRegistry,
    private readonly clock: Clock,
  ) {
    this.turns = new TurnsOfParts(config.monitoring.intervalSeconds * 1000);
  }

  onApplicationBootstrap(): void {
    for (const migration of this.config.migrations)
      for (const job of this.jobsOf(migration.engine)) this.watch(migration, job);
    this.recoveries = this.registry.changes
      .pipe(filter(({ source }) => source === 'connection' || source === 'lag'))
      .subscribe(({ migration }) => this.onRecovery(migration));
  }

  private jobsOf(engine: Engine): Job[] {
    return this.registry
      .sources(engine)
      .flatMap(({ name, measuring }) => (measuring === null ? [] : [{ name, ...measuring }]));
  }

  /** Stops the schedules first, then ends the rounds under way: their statements are ended on the servers. */
  async beforeApplicationShutdown(): Promise<void> {
    this.recoveries?.unsubscribe();
    for (const name of this.scheduler.getCronJobs().keys()) this.scheduler.deleteCronJob(name);
    await Promise.all([...this.loops.values()].map((loop) => loop.stop()));
  }

  private watch({ name: migration, group }: MigrationConfig, job: Job): void {
    const name = `${migration}/${job.name}`;
    const round: Round = (signal) => job.measure(migration, signal);
    const cron = job.cron?.(this.config.monitoring);
    const parts = group?.count ?? 1;
    const plannedMs = job.intervalMs(this.config.monitoring);
    const intervalMs = intervalOfPart(job, plannedMs, parts);
    const loop = new WatchLoop(Math.min(intervalMs ?? longestIntervalMs, longestIntervalMs), {
      round: group === null ? round : this.turns.takingTurns(migration, group.name, { ...job, intervalMs, round }),
      onFailure: (error) =>
        this.logger.error(
          { err: error, migration, measured: job.name },
          'A round failed; the next one runs as planned',
        ),
      clock: this.clock,
      setTimer: (run, delayMs) => this.setTimer(name, run, delayMs),
      clearTimer: () => this.clearTimer(name),
      random: Math.random,
      // Comparisons take as long as their tables, within bounds of their own.
      ...(job.needs === 'comparable' ? {} : { longestRoundMs }),
    });
    this.loops.set(name, loop);
    if (cron !== undefined) {
      const job = CronJob.from({ cronTime: cron, onTick: () => void loop.runNow() });
      this.scheduler.addCronJob(name, job);
      job.start();
    } else if (intervalMs !== null) {
      const spreadMs = job.needs === 'nothing' ? startSpreadMs(intervalMs, parts) : intervalMs;
      // What needs a side has its first round with that side; those that follow are not to come from all databases at once.
      loop.start(job.needs === 'nothing' || intervalMs !== plannedMs ? Math.random() * spreadMs : intervalMs);
    }
  }

  /** What could not be measured is measured soon after it can be (again), instead of up to an interval later. */
  private onRecovery(migration: string): void {
    for (const need of recoverableNeeds) {
      const met = this.met[need];
      const wasMet = met.has(migration);
      if (!this.isMet(need, migration)) met.delete(migration);
      else if (!wasMet) {
        met.add(migration);
        for (const job of this.jobsOf(findMigration(this.config, migration).engine))
          if (job.needs === need && this.isScheduled(job)) this.runSoon(migration, job, need);
      }
    }
  }

  private runSoon(migration: string, job: Job, need: RecoverableNeed): void {
    const name = `${migration}/${job.name}`;
    this.setTimer(`${name}/recovered`, () => void this.loops.get(name)?.runNow(), settleMs[need]);
  }

  private isMet(need: RecoverableNeed, migration: string): boolean {
    const { source, target } = this.registry.part('connection', migration);
    if (need === 'source') return source.state === 'up';
    if (need === 'target') return target.state === 'up';
    const state = this.registry.part('lag', migration)?.state;
    return source.state === 'up' && target.state === 'up' && (state === 'idle' || state === 'applying');
  }

  private isScheduled(job: Job): boolean {
    const { monitoring } = this.config;
    return job.intervalMs(monitoring) !== null || job.cron?.(monitoring) !== undefined;
  }

  private setTimer(name: string, run: () => void, delayMs: number): void {
    this.clearTimer(name);
    this.scheduler.addTimeout(
      name,
      setTimeout(() => {
        this.clearTimer(name);
        run();
      }, delayMs),
    );
  }

  private clearTimer(name: string): void {
    if (this.scheduler.doesExist('timeout', name)) this.scheduler.deleteTimeout(name);
  }
}
