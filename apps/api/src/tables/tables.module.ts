import { Module } from '@nestjs/common';
import { ConnectionsModule } from '../connections/connections.module.js';
import { TablesEvidence } from './tables.evidence.js';
import { TablesService } from './tables.service.js';

/** Which tables a migration has. */
@Module({ imports: [ConnectionsModule], providers: [TablesService, TablesEvidence], exports: [TablesService] })
export class TablesModule {}
