import {
  Inject,
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { SchedulerRegistry } from '@nestjs/schedule';
import { CronJob } from 'cron';
import { merge, type Subscription } from 'rxjs';
import { CONFIG, type CutoverConfig } from '../config/config.schema.js';
import { ConnectionsService } from '../connections/connections.service.js';
import { LagService } from '../lag/lag.service.js';
import { Clock } from '../platform/clock.js';
import { WatchLoop } from './watch-loop.js';
import { Watchers, type Watcher } from './watchers.js';

/** A first round of a comparison, or one after a recovery, waits this long so that replication can settle. */
const settleMs = 2_000;
/** setInterval and setTimeout take at most 2^31 − 1 ms; a rarer watcher wants a cron expression. */
const longestIntervalMs = 2 ** 31 - 1;

/** The scheduler: which watcher runs when, for every migration. One failing watcher never stops another. */
@Injectable()
export class MonitoringService implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(MonitoringService.name);
  private readonly loops = new Map<string, WatchLoop>();
  private recoveries: Subscription | null = null;
  private readonly wasComparable = new Map<string, boolean>();

  constructor(
    @Inject(CONFIG) private readonly config: CutoverConfig,
    private readonly scheduler: SchedulerRegistry,
    private readonly watchers: Watchers,
    private readonly connections: ConnectionsService,
    private readonly lag: LagService,
    private readonly clock: Clock,
  ) {}

  onApplicationBootstrap(): void {
    for (const { name } of this.config.migrations) for (const watcher of this.watchers.list) this.watch(name, watcher);
    this.recoveries = merge(this.connections.changes, this.lag.readings).subscribe(({ migration }) =>
      this.onRecovery(migration),
    );
  }

  /** Stops the schedules first, then ends the rounds under way: their statements are ended on the servers. */
  async beforeApplicationShutdown(): Promise<void> {
    this.recoveries?.unsubscribe();
    for (const name of this.scheduler.getCronJobs().keys()) this.scheduler.deleteCronJob(name);
    await Promise.all([...this.loops.values()].map((loop) => loop.stop()));
  }

  private watch(migration: string, watcher: Watcher): void {
    const name = `${migration}/${watcher.name}`;
    const cron = watcher.cron?.(this.config.monitoring);
    const intervalMs = watcher.intervalMs(this.config.monitoring);
    const loop = new WatchLoop(Math.min(intervalMs ?? longestIntervalMs, longestIntervalMs), {
      round: (signal) => watcher.measure(migration, signal),
      onFailure: (error) =>
        this.logger.error(
          { err: error, migration, watcher: watcher.name },
          'A round failed; the next one runs as planned',
        ),
      clock: this.clock,
      setTimer: (run, delayMs) => this.setTimer(name, run, delayMs),
      clearTimer: () => this.clearTimer(name),
      random: Math.random,
    });
    this.loops.set(name, loop);
    if (cron !== undefined) {
      const job = CronJob.from({ cronTime: cron, onTick: () => void loop.runNow() });
      this.scheduler.addCronJob(name, job);
      job.start();
    } else if (intervalMs !== null) {
      loop.start(watcher.needsBothSides ? intervalMs : Math.random() * Math.min(1_000, intervalMs / 2));
    }
  }

  /** Comparisons run soon after both sides are up and replication moves (again), instead of up to an interval later. */
  private onRecovery(migration: string): void {
    const isComparable = this.isComparable(migration);
    const wasComparable = this.wasComparable.get(migration) ?? false;
    this.wasComparable.set(migration, isComparable);
    if (!isComparable || wasComparable) return;
    for (const watcher of this.watchers.list) {
      if (!watcher.needsBothSides || !this.isScheduled(watcher)) continue;
      const name = `${migration}/${watcher.name}`;
      this.setTimer(`${name}/recovered`, () => void this.loops.get(name)?.runNow(), settleMs);
    }
  }

  private isComparable(migration: string): boolean {
    const { source, target } = this.connections.snapshot(migration);
    const state = this.lag.snapshot(migration)?.state;
    return source.state === 'up' && target.state === 'up' && (state === 'idle' || state === 'applying');
  }

  private isScheduled(watcher: Watcher): boolean {
    const { monitoring } = this.config;
    return watcher.intervalMs(monitoring) !== null || watcher.cron?.(monitoring) !== undefined;
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
