import { Module } from '@nestjs/common';
import { JudgementModule } from '../judgement/judgement.module.js';
import { StoreModule } from '../store/store.module.js';
import { TablesModule } from '../tables/tables.module.js';
import { AlertJournal } from './alert-journal.js';
import { AlertsController } from './alerts.controller.js';
import { AlertsService } from './alerts.service.js';
import { AlertsTriggers } from './alerts.triggers.js';

@Module({
  imports: [StoreModule, TablesModule, JudgementModule],
  controllers: [AlertsController],
  providers: [AlertJournal, AlertsService, AlertsTriggers],
  exports: [AlertsService],
})
export class AlertsModule {}
