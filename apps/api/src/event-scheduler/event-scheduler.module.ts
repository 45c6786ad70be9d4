import { Module } from '@nestjs/common';
import { ConnectionsModule } from '../connections/connections.module.js';
import { EventSchedulerController } from './event-scheduler.controller.js';
import { EventSchedulerEvidence } from './event-scheduler.evidence.js';
import { EventSchedulerService } from './event-scheduler.service.js';

/** Whether the target runs events by itself. */
@Module({
  imports: [ConnectionsModule],
  controllers: [EventSchedulerController],
  providers: [EventSchedulerService, EventSchedulerEvidence],
})
export class EventSchedulerModule {}
