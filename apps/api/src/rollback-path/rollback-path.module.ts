import { Module } from '@nestjs/common';
import { ConnectionsModule } from '../connections/connections.module.js';
import { RollbackPathController } from './rollback-path.controller.js';
import { RollbackPathEvidence } from './rollback-path.evidence.js';
import { RollbackPathService } from './rollback-path.service.js';

/** Whether the old source could follow the target after the cutover. */
@Module({
  imports: [ConnectionsModule],
  controllers: [RollbackPathController],
  providers: [RollbackPathService, RollbackPathEvidence],
})
export class RollbackPathModule {}
