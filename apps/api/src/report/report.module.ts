import { Module } from '@nestjs/common';
import { AlertsModule } from '../alerts/alerts.module.js';
import { JudgementModule } from '../judgement/judgement.module.js';
import { ReadinessModule } from '../readiness/readiness.module.js';
import { provideStorePart } from '../store/registered-parts.js';
import { StoreModule } from '../store/store.module.js';
import { ReportController } from './report.controller.js';
import { ReportService } from './report.service.js';
import { ReportKeyStore } from './store/report-key.store.js';
import { reportPart } from './store/report-part.js';

/** The report for the auditor. */
@Module({
  imports: [StoreModule, JudgementModule, AlertsModule, ReadinessModule],
  controllers: [ReportController],
  providers: [ReportService, ReportKeyStore, provideStorePart(reportPart)],
})
export class ReportModule {}
