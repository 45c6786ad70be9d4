import { Controller, Get, Param } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { sessionsAnswerSchema, type SessionsAnswer } from '@cutover/contracts';
import { ApiRefusals } from '../platform/http/api-refusals.decorator.js';
import { SessionsService } from './sessions.service.js';

@ApiTags('sessions')
@ApiRefusals()
@Controller('api/migrations/:m/sessions')
export class SessionsController {
  constructor(private readonly sessions: SessionsService) {}

  @Get()
  @ApiOperation({
    summary: 'What sessions stand in the way of a cutover',
    description:
      'Long and prepared transactions, lock waits, backups, DDL, on both sides. Read every ten seconds (monitoring.intervalSeconds, where that is longer).',
  })
  @ApiParam({ name: 'm', description: 'Name of the migration', example: 'shop' })
  @ApiOkResponse({ standardSchema: sessionsAnswerSchema, description: 'The last measurement' })
  @ApiRefusals({ 404: 'MIGRATION_UNKNOWN' })
  show(@Param('m') migration: string): SessionsAnswer {
    return { migration, sessions: this.sessions.snapshot(migration) };
  }
}
