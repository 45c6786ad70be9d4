import { Module } from '@nestjs/common';
import { ChecksumModule } from '../checksum/checksum.module.js';
import { ConnectionsModule } from '../connections/connections.module.js';
import { ConsistencyModule } from '../consistency/consistency.module.js';
import { LagModule } from '../lag/lag.module.js';
import { provideStorePart } from '../store/registered-parts.js';
import { StoreModule } from '../store/store.module.js';
import { TablesModule } from '../tables/tables.module.js';
import { AlertJournal } from './alert-journal.js';
import { AlertsController } from './alerts.controller.js';
import { AlertsService } from './alerts.service.js';
import { AlertsTriggers } from './alerts.triggers.js';
import { SnapshotReader } from './snapshot-reader.js';
import { AlertStore } from './store/alert.store.js';
import { alertsPart } from './store/alerts-part.js';

@Module({
  imports: [ConnectionsModule, StoreModule, TablesModule, LagModule, ChecksumModule, ConsistencyModule],
  controllers: [AlertsController],
  providers: [AlertJournal, SnapshotReader, AlertsService, AlertsTriggers, AlertStore, provideStorePart(alertsPart)],
  exports: [AlertsService],
})
export class AlertsModule {}
