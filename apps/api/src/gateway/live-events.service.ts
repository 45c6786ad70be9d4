import { Injectable } from '@nestjs/common';
import { batchMs, type EventData, type EventName, type MigrationUpdate, type SocketEvent } from '@cutover/contracts';
import { map, Observable, type Subscriber, type Subscription } from 'rxjs';
import { AlertsService } from '../alerts/alerts.service.js';
import { BackupsLiveService } from '../backups/live/backups-live.service.js';
import { ChecksumService } from '../checksum/checksum.service.js';
import { progressOf } from '../checksum/runs/progress/run-progress.js';
import { ConnectionsService } from '../connections/connections.service.js';
import type { EvidenceName } from '../evidence/evidence.js';
import { EvidenceRegistry } from '../evidence/evidence.registry.js';
import { MigrationsService } from '../readiness/migrations.service.js';
import { ReadinessNews } from '../readiness/readiness-news.js';
import { ReadinessService } from '../readiness/readiness.service.js';
import { Clock } from '../platform/clock.js';
import { PendingChanges } from './pending-changes.js';

/** Any event of the map, in its envelope. */
export type LiveEvent = { [Name in EventName]: SocketEvent<Name, EventData[Name]> }[EventName];

/** Answers whether anybody receives the events of a migration, or those of none (null): what nobody receives is not even put together. */
export type HasListeners = (migration: string | null) => boolean;

/** Turns the watchers' streams into the events of the contract. */
@Injectable()
export class LiveEvents {
  constructor(
    private readonly evidence: EvidenceRegistry,
    private readonly connections: ConnectionsService,
    private readonly checksums: ChecksumService,
    private readonly alerts: AlertsService,
    private readonly migrations: MigrationsService,
    private readonly readiness: ReadinessService,
    private readonly readinessNews: ReadinessNews,
    private readonly backups: BackupsLiveService,
    private readonly clock: Clock,
  ) {}

  /** Whether a migration of that name is configured. */
  knows(migration: string): boolean {
    return this.migrations.names().includes(migration);
  }

  /**
   * All that a browser needs to draw everything, or one migration: each with all its tables, its run under way, what it is ready for,
   * and the alerts that fire.
   */
  snapshot(migration: string | null): LiveEvent[] {
    const updates = (migration === null ? this.migrations.names() : [migration]).map((name) =>
      this.migrations.completeUpdate(name),
    );
    return [
      ...updates.map((update) => this.event('metrics_update', update)),
      ...updates.flatMap(({ activeRun }) => (activeRun ? [this.event('checksum_progress', activeRun)] : [])),
      ...updates.flatMap((update) => this.ownEvents(update)),
      ...updates.map(({ name }) => this.event('readiness_update', this.readiness.current(name))),
      ...this.alerts.firing(migration ?? undefined).map((alert) => this.event('alert', alert)),
    ];
  }

  /** All of backups, for who asked for them. */
  backupsSnapshot(): LiveEvent {
    return this.event('backups_update', this.backups.snapshot());
  }

  /** What changes of backups from now on. */
  backupsStream(hasListeners: () => boolean): Observable<LiveEvent> {
    return this.backups.stream(hasListeners).pipe(map((update) => this.event('backups_update', update)));
  }

  /**
   * What changes from now on. Changes of tables and runs are gathered for `batchMs`; a lag reading is the heartbeat of the
   * dashboard, leaves at once, and takes along what waits of its migration.
   */
  stream(hasListeners: HasListeners): Observable<LiveEvent> {
    return new Observable((subscriber) => {
      const pending = new PendingChanges();
      const timer = new BatchTimer(() => {
        for (const migration of pending.migrations()) this.send(migration, pending, hasListeners, subscriber);
      });
      const subscriptions = this.listen(pending, timer, hasListeners, subscriber);
      return () => {
        timer.stop();
        for (const subscription of subscriptions) subscription.unsubscribe();
      };
    });
  }

  private listen(
    pending: PendingChanges,
    timer: BatchTimer,
    hasListeners: HasListeners,
    subscriber: Subscriber<LiveEvent>,
  ): Subscription[] {
    return [
      this.evidence.changes.subscribe((change) => {
        pending.noteChange(change);
        if (change.isHeartbeat === true) this.send(change.migration, pending, hasListeners, subscriber);
        else timer.start();
      }),
      this.connections.changes.subscribe(({ migration, status }) => {
        if (hasListeners(migration)) subscriber.next(this.event('connection_status', { ...status, migration }));
      }),
      this.alerts.changes.subscribe((alert) => {
        if (hasListeners(alert.migration)) subscriber.next(this.event('alert', alert));
        if (alert.migration === null) return;
        pending.note(alert.migration);
        timer.start();
      }),
      this.readinessNews
        .stream(hasListeners)
        .subscribe((readiness) => subscriber.next(this.event('readiness_update', readiness))),
      this.checksums.progress.subscribe((run) => {
        pending.noteRun(run);
        timer.start();
      }),
    ];
  }

  /** What waits of one migration. Whoever joins later gets all of it with the snapshot, so that it need not wait for them. */
  private send(
    migration: string,
    pending: PendingChanges,
    hasListeners: HasListeners,
    subscriber: Subscriber<LiveEvent>,
  ): void {
    const changes = pending.take(migration);
    if (changes === null || !hasListeners(migration)) return;
    // Runs first: who reads in the update that none is active has then heard how it ended.
    for (const run of changes.runs.values()) subscriber.next(this.event('checksum_progress', progressOf(run)));
    const update = this.migrations.changeUpdate(migration, changes);
    for (const event of this.ownEvents(update, changes.tables)) subscriber.next(event);
    subscriber.next(this.event('metrics_update', update));
  }

  /** What sources of evidence send of their own: of all, or of those that changed. */
  private ownEvents(
    { migration, engine }: Pick<MigrationUpdate, 'migration' | 'engine'>,
    changed?: { has(source: EvidenceName): boolean },
  ): LiveEvent[] {
    return this.evidence.sources(engine).flatMap((source) => {
      const own = changed?.has(source.name) === false ? undefined : source.liveEvent?.(migration);
      return own === undefined ? [] : [this.event(own.type, own.data)];
    });
  }

  private event<Name extends EventName>(type: Name, data: EventData[Name]): LiveEvent {
    return { type, timestamp: this.clock.nowIso(), data } as LiveEvent;
  }
}

/** Fires once, `batchMs` after it was first started, however often it is started meanwhile. */
class BatchTimer {
  private timer: NodeJS.Timeout | null = null;

  constructor(private readonly fire: () => void) {}

  start(): void {
    this.timer ??= setTimeout(() => {
      this.timer = null;
      this.fire();
    }, batchMs);
  }

  stop(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
  }
}
