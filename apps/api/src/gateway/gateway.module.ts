import { Module } from '@nestjs/common';
import { AlertsModule } from '../alerts/alerts.module.js';
import { ChecksumModule } from '../checksum/checksum.module.js';
import { ConnectionsModule } from '../connections/connections.module.js';
import { ConsistencyModule } from '../consistency/consistency.module.js';
import { LagModule } from '../lag/lag.module.js';
import { MigrationsModule } from '../migrations/migrations.module.js';
import { LiveGateway } from './live.gateway.js';
import { LiveEvents } from './live-events.service.js';

@Module({
  imports: [ConnectionsModule, LagModule, ChecksumModule, ConsistencyModule, AlertsModule, MigrationsModule],
  providers: [LiveEvents, LiveGateway],
})
export class GatewayModule {}
