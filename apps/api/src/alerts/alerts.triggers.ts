import { Injectable, Logger, type BeforeApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import type { Subscription } from 'rxjs';
import { BackupHealthService } from '../backups/health/backup-health.service.js';
import { JudgementService } from '../judgement/judgement.service.js';
import { TablesService, type CatalogChange } from '../tables/tables.service.js';
import { AlertsService } from './alerts.service.js';
import { tableEvents } from './event-alert.js';

/** Has alerts take every judgement of migrations and of backups, and reports tables that come and go. */
@Injectable()
export class AlertsTriggers implements OnModuleInit, BeforeApplicationShutdown {
  private readonly logger = new Logger('Alerts');
  private subscriptions: Subscription[] = [];

  constructor(
    private readonly alerts: AlertsService,
    private readonly judgement: JudgementService,
    private readonly tables: TablesService,
    private readonly backups: BackupHealthService,
  ) {}

  onModuleInit(): void {
    this.subscriptions = [
      this.judgement.judgements.subscribe((judged) => this.attempt(() => this.alerts.take(judged))),
      this.backups.judgements.subscribe(({ checks }) =>
        this.attempt(() => this.alerts.take({ migration: null, checks })),
      ),
      this.tables.changes.subscribe((change) => this.attempt(() => this.reportTables(change))),
    ];
  }

  beforeApplicationShutdown(): void {
    for (const subscription of this.subscriptions) subscription.unsubscribe();
  }

  private async reportTables({ migration, appeared, disappeared }: CatalogChange): Promise<void> {
    for (const event of tableEvents('table_appeared', migration, appeared)) await this.alerts.report(event);
    for (const event of tableEvents('table_disappeared', migration, disappeared)) await this.alerts.report(event);
  }

  private attempt(work: () => Promise<void>): void {
    work().catch((error: unknown) =>
      this.logger.error(`alerting failed: ${error instanceof Error ? error.stack : String(error)}`),
    );
  }
}
