import { Module } from '@nestjs/common';
import { BackupsModule } from '../backups/backups.module.js';
import { JudgementModule } from '../judgement/judgement.module.js';
import { provideStorePart } from '../store/registered-parts.js';
import { StoreModule } from '../store/store.module.js';
import { TablesModule } from '../tables/tables.module.js';
import { AlertJournal } from './alert-journal.js';
import { AlertsController } from './alerts.controller.js';
import { AlertsService } from './alerts.service.js';
import { AlertsTriggers } from './alerts.triggers.js';
import { AlertStore } from './store/alert.store.js';
import { alertsPart } from './store/alerts-part.js';

@Module({
  imports: [StoreModule, TablesModule, JudgementModule, BackupsModule],
  controllers: [AlertsController],
  providers: [AlertJournal, AlertsService, AlertsTriggers, AlertStore, provideStorePart(alertsPart)],
  exports: [AlertsService],
})
export class AlertsModule {}
