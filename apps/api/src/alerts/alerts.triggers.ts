import { Injectable, Logger, type BeforeApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { groupBy, map, merge, mergeMap, throttleTime, type Subscription } from 'rxjs';
import { ChecksumService } from '../checksum/checksum.service.js';
import { ConnectionsService } from '../connections/connections.service.js';
import { ConsistencyService } from '../consistency/consistency.service.js';
import { TablesService, type CatalogChange } from '../tables/tables.service.js';
import { AlertsService } from './alerts.service.js';
import { tableEvents } from './event-alert.js';

/** A burst of news (a run goes through a thousand tables) is judged at its beginning and then once per this window. */
const burstMs = 250;

/** Has a migration judged as soon as a watcher says something new, beside the judgement of every interval. */
@Injectable()
export class AlertsTriggers implements OnModuleInit, BeforeApplicationShutdown {
  private readonly logger = new Logger('Alerts');
  private subscriptions: Subscription[] = [];

  constructor(
    private readonly alerts: AlertsService,
    private readonly connections: ConnectionsService,
    private readonly checksums: ChecksumService,
    private readonly consistency: ConsistencyService,
    private readonly tables: TablesService,
  ) {}

  onModuleInit(): void {
    // A reading of the lag is judged by its own watcher, as soon as it is there.
    const news = merge(this.connections.changes, this.checksums.progress, this.consistency.readings).pipe(
      map(({ migration }) => migration),
      groupBy((migration) => migration),
      mergeMap((burst) => burst.pipe(throttleTime(burstMs, undefined, { leading: true, trailing: true }))),
    );
    this.subscriptions = [
      news.subscribe((migration) => this.attempt(() => this.alerts.judge(migration))),
      this.tables.changes.subscribe((change) => this.attempt(() => this.reportTables(change))),
    ];
  }

  beforeApplicationShutdown(): void {
    for (const subscription of this.subscriptions) subscription.unsubscribe();
  }

  private async reportTables({ migration, appeared, disappeared }: CatalogChange): Promise<void> {
    for (const event of tableEvents('table_appeared', migration, appeared)) await this.alerts.report(event);
    for (const event of tableEvents('table_disappeared', migration, disappeared)) await this.alerts.report(event);
    await this.alerts.judge(migration);
  }

  private attempt(work: () => Promise<void>): void {
    work().catch((error: unknown) =>
      this.logger.error(`judging failed: ${error instanceof Error ? error.stack : String(error)}`),
    );
  }
}
