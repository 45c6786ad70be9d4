import { Controller, Get, Param } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { notReplicatedAnswerSchema, type NotReplicatedAnswer } from '@cutover/contracts';
import { ApiRefusals } from '../platform/http/api-refusals.decorator.js';
import { NotReplicatedService } from './not-replicated.service.js';

@ApiTags('not-replicated')
@ApiRefusals()
@Controller('api/migrations/:m/not-replicated')
export class NotReplicatedController {
  constructor(private readonly notReplicated: NotReplicatedService) {}

  @Get()
  @ApiOperation({
    summary: 'What replication does not carry',
    description:
      'Tables, views, large objects and definitions that logical replication leaves behind, by kind, with the statements that mend it. Sequences have a route of their own. Read once a minute.',
  })
  @ApiParam({ name: 'm', description: 'Name of the migration', example: 'shop' })
  @ApiOkResponse({ standardSchema: notReplicatedAnswerSchema, description: 'The last measurement' })
  @ApiRefusals({ 404: 'MIGRATION_UNKNOWN' })
  show(@Param('m') migration: string): NotReplicatedAnswer {
    return { migration, notReplicated: this.notReplicated.snapshot(migration) };
  }
}
