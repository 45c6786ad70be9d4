import { Module } from '@nestjs/common';
import { ScheduleModule } from '@nestjs/schedule';
import { AlertsModule } from '../alerts/alerts.module.js';
import { ChecksumModule } from '../checksum/checksum.module.js';
import { ConnectionsModule } from '../connections/connections.module.js';
import { ConsistencyModule } from '../consistency/consistency.module.js';
import { LagModule } from '../lag/lag.module.js';
import { StoreModule } from '../store/store.module.js';
import { HousekeepingService } from './housekeeping.service.js';
import { MonitoringService } from './monitoring.service.js';
import { Watchers } from './watchers.js';

@Module({
  imports: [
    ScheduleModule.forRoot(),
    ConnectionsModule,
    StoreModule,
    LagModule,
    ConsistencyModule,
    ChecksumModule,
    AlertsModule,
  ],
  providers: [Watchers, MonitoringService, HousekeepingService],
})
export class MonitoringModule {}
