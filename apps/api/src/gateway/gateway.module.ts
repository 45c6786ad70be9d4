import { Module } from '@nestjs/common';
import { AlertsModule } from '../alerts/alerts.module.js';
import { BackupsModule } from '../backups/backups.module.js';
import { ChecksumModule } from '../checksum/checksum.module.js';
import { ConnectionsModule } from '../connections/connections.module.js';
import { ReadinessModule } from '../readiness/readiness.module.js';
import { LiveGateway } from './live.gateway.js';
import { LiveEvents } from './live-events.service.js';

@Module({
  imports: [ConnectionsModule, ChecksumModule, AlertsModule, BackupsModule, ReadinessModule],
  providers: [LiveEvents, LiveGateway],
})
export class GatewayModule {}
