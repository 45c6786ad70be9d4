import { Module } from '@nestjs/common';
import { ConnectionsModule } from '../connections/connections.module.js';
import { SessionsController } from './sessions.controller.js';
import { SessionsEvidence } from './sessions.evidence.js';
import { SessionsService } from './sessions.service.js';

/** What sessions of both sides stand in the way of a cutover. */
@Module({
  imports: [ConnectionsModule],
  controllers: [SessionsController],
  providers: [SessionsService, SessionsEvidence],
})
export class SessionsModule {}
