import { Module } from '@nestjs/common';
import { ConnectionsModule } from '../connections/connections.module.js';
import { LagEvidence } from './lag.evidence.js';
import { LagService } from './lag.service.js';

/** How far the target is behind. */
@Module({ imports: [ConnectionsModule], providers: [LagService, LagEvidence], exports: [LagService] })
export class LagModule {}
