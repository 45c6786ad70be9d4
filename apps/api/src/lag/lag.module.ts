import { Module } from '@nestjs/common';
import { ConnectionsModule } from '../connections/connections.module.js';
import { LagService } from './lag.service.js';

/** How far the target is behind. */
@Module({ imports: [ConnectionsModule], providers: [LagService], exports: [LagService] })
export class LagModule {}
