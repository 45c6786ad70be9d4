import { Module } from '@nestjs/common';
import { AlertsModule } from '../alerts/alerts.module.js';
import { ChannelsModule } from '../alerts/channels/channels.module.js';
import { ChecksumModule } from '../checksum/checksum.module.js';
import { ConnectionsModule } from '../connections/connections.module.js';
import { JudgementModule } from '../judgement/judgement.module.js';
import { StoreModule } from '../store/store.module.js';
import { HealthController } from './health.controller.js';
import { MigrationsController } from './migrations.controller.js';
import { MigrationsService } from './migrations.service.js';
import { VerdictNotices } from './verdict-notices.js';
import { VerdictService } from './verdict.service.js';

/** The answer, and the state of each migration. */
@Module({
  imports: [ConnectionsModule, StoreModule, ChecksumModule, JudgementModule, AlertsModule, ChannelsModule],
  controllers: [MigrationsController, HealthController],
  providers: [MigrationsService, VerdictNotices, VerdictService],
  exports: [MigrationsService, VerdictService],
})
export class ReadinessModule {}
