import { Injectable } from '@nestjs/common';
import type { EventData, EventName, SocketEvent } from '@cutover/contracts';
import { groupBy, map, merge, mergeMap, throttleTime, type Observable } from 'rxjs';
import { AlertsService } from '../alerts/alerts.service.js';
import { ChecksumService } from '../checksum/checksum.service.js';
import { ConnectionsService } from '../connections/connections.service.js';
import { ConsistencyService } from '../consistency/consistency.service.js';
import { LagService } from '../lag/lag.service.js';
import { MigrationsService } from '../migrations/migrations.service.js';
import { Clock } from '../platform/clock.js';

/** Any event of the map, in its envelope. */
export type LiveEvent = { [Name in EventName]: SocketEvent<Name, EventData[Name]> }[EventName];

/** A burst of changes of one migration (many tables, many alerts) becomes one update per this window. */
const burstMs = 200;

/** Turns the watchers' streams into the events of the contract. */
@Injectable()
export class LiveEvents {
  constructor(
    private readonly connections: ConnectionsService,
    private readonly lag: LagService,
    private readonly checksums: ChecksumService,
    private readonly consistency: ConsistencyService,
    private readonly alerts: AlertsService,
    private readonly migrations: MigrationsService,
    private readonly clock: Clock,
  ) {}

  /** All that a browser needs to draw everything: each migration, its run under way, and the alerts that fire. */
  snapshot(): LiveEvent[] {
    const details = this.migrations.names().map((name) => this.migrations.detail(name));
    return [
      ...details.map((detail) => this.event('metrics_update', detail)),
      ...details.flatMap(({ activeRun }) => (activeRun ? [this.event('checksum_progress', activeRun)] : [])),
      ...this.alerts.firing().map((alert) => this.event('alert', alert)),
    ];
  }

  /** What changes from now on. */
  stream(): Observable<LiveEvent> {
    // A lag reading is the heartbeat of the dashboard: it leaves at once. The rest is gathered.
    const heartbeats = this.lag.readings.pipe(map(({ migration }) => migration));
    const others = merge(
      this.connections.changes.pipe(map(({ migration }) => migration)),
      this.consistency.readings.pipe(map(({ migration }) => migration)),
      this.checksums.progress.pipe(map(({ migration }) => migration)),
      this.alerts.changes.pipe(map(({ migration }) => migration)),
    ).pipe(
      groupBy((migration) => migration),
      mergeMap((changes) => changes.pipe(throttleTime(burstMs, undefined, { leading: false, trailing: true }))),
    );
    return merge(
      merge(heartbeats, others).pipe(map((name) => this.event('metrics_update', this.migrations.detail(name)))),
      this.connections.changes.pipe(
        map(({ migration, status }) => this.event('connection_status', { ...status, migration })),
      ),
      this.checksums.progress.pipe(map((run) => this.event('checksum_progress', run))),
      this.alerts.changes.pipe(map((alert) => this.event('alert', alert))),
    );
  }

  private event<Name extends EventName>(type: Name, data: EventData[Name]): LiveEvent {
    return { type, timestamp: this.clock.nowIso(), data } as LiveEvent;
  }
}
