import { Module } from '@nestjs/common';
import { ConnectionsModule } from '../connections/connections.module.js';
import { TablesService } from './tables.service.js';

/** Which tables a migration has. */
@Module({ imports: [ConnectionsModule], providers: [TablesService], exports: [TablesService] })
export class TablesModule {}
