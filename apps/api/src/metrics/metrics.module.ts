import { Module } from '@nestjs/common';
import { AlertsModule } from '../alerts/alerts.module.js';
import { ChecksumModule } from '../checksum/checksum.module.js';
import { ConnectionsModule } from '../connections/connections.module.js';
import { ConsistencyModule } from '../consistency/consistency.module.js';
import { LagModule } from '../lag/lag.module.js';
import { MigrationsModule } from '../migrations/migrations.module.js';
import { StoreModule } from '../store/store.module.js';
import { TablesModule } from '../tables/tables.module.js';
import { LagHistoryController } from './lag-history.controller.js';
import { LagHistoryService } from './lag-history.service.js';
import { PrometheusController } from './prometheus/prometheus.controller.js';
import { PrometheusService } from './prometheus/prometheus.service.js';

@Module({
  imports: [
    ConnectionsModule,
    StoreModule,
    TablesModule,
    LagModule,
    ChecksumModule,
    ConsistencyModule,
    AlertsModule,
    MigrationsModule,
  ],
  controllers: [LagHistoryController, PrometheusController],
  providers: [LagHistoryService, PrometheusService],
  exports: [LagHistoryService],
})
export class MetricsModule {}
