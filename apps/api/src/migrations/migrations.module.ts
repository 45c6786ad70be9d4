import { Module } from '@nestjs/common';
import { AlertsModule } from '../alerts/alerts.module.js';
import { ChecksumModule } from '../checksum/checksum.module.js';
import { ConnectionsModule } from '../connections/connections.module.js';
import { ConsistencyModule } from '../consistency/consistency.module.js';
import { LagModule } from '../lag/lag.module.js';
import { StoreModule } from '../store/store.module.js';
import { TablesModule } from '../tables/tables.module.js';
import { HealthController } from './health.controller.js';
import { MigrationsController } from './migrations.controller.js';
import { MigrationsService } from './migrations.service.js';
import { VerdictService } from './verdict.service.js';

@Module({
  imports: [ConnectionsModule, StoreModule, TablesModule, LagModule, ChecksumModule, ConsistencyModule, AlertsModule],
  controllers: [MigrationsController, HealthController],
  providers: [MigrationsService, VerdictService],
  exports: [MigrationsService, VerdictService],
})
export class MigrationsModule {}
