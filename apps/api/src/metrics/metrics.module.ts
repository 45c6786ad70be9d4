import { Module } from '@nestjs/common';
import { AlertsModule } from '../alerts/alerts.module.js';
import { BackupsModule } from '../backups/backups.module.js';
import { JudgementModule } from '../judgement/judgement.module.js';
import { LagModule } from '../lag/lag.module.js';
import { PairHistoryModule } from '../pair-history/pair-history.module.js';
import { ReadinessModule } from '../readiness/readiness.module.js';
import { StoreModule } from '../store/store.module.js';
import { LagHistoryController } from './lag-history.controller.js';
import { LagHistoryEvidence } from './lag-history.evidence.js';
import { LagHistoryService } from './lag-history.service.js';
import { PrometheusController } from './prometheus/prometheus.controller.js';
import { PrometheusService } from './prometheus/prometheus.service.js';

/** Lag over time, and metrics for Prometheus. */
@Module({
  imports: [BackupsModule, StoreModule, PairHistoryModule, LagModule, AlertsModule, JudgementModule, ReadinessModule],
  controllers: [LagHistoryController, PrometheusController],
  providers: [LagHistoryService, LagHistoryEvidence, PrometheusService],
  exports: [LagHistoryService],
})
export class MetricsModule {}
