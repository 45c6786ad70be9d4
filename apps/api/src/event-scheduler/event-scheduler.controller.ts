import { Controller, Get, Param } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { eventSchedulerAnswerSchema, type EventSchedulerAnswer } from '@cutover/contracts';
import { ApiRefusals } from '../platform/http/api-refusals.decorator.js';
import { EventSchedulerService } from './event-scheduler.service.js';

@ApiTags('event-scheduler')
@ApiRefusals()
@Controller('api/migrations/:m/event-scheduler')
export class EventSchedulerController {
  constructor(private readonly scheduler: EventSchedulerService) {}

  @Get()
  @ApiOperation({
    summary: 'Whether the target runs events by itself',
    description:
      'And which, where our account may see them. Read every ten seconds (monitoring.intervalSeconds, where that is longer).',
  })
  @ApiParam({ name: 'm', description: 'Name of the migration', example: 'shop' })
  @ApiOkResponse({ standardSchema: eventSchedulerAnswerSchema, description: 'The last measurement' })
  @ApiRefusals({ 404: 'MIGRATION_UNKNOWN' })
  show(@Param('m') migration: string): EventSchedulerAnswer {
    return { migration, eventScheduler: this.scheduler.snapshot(migration) };
  }
}
