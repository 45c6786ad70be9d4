import { Controller, Get, Param } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { logicalReplicationAnswerSchema, type LogicalReplicationAnswer } from '@cutover/contracts';
import { ApiRefusals } from '../../platform/http/api-refusals.decorator.js';
import { LogicalReplicationService } from './logical-replication.service.js';

@ApiTags('logical-replication')
@ApiRefusals()
@Controller('api/migrations/:m/logical-replication')
export class LogicalReplicationController {
  constructor(private readonly replication: LogicalReplicationService) {}

  @Get()
  @ApiOperation({
    summary: 'What logical replication uses on both servers (PostgreSQL)',
    description:
      'Every slot of the source with its distance, the log that is kept and how long the disk lasts, limits, publications and origins.',
  })
  @ApiParam({ name: 'm', description: 'Name of the migration', example: 'shop' })
  @ApiOkResponse({ standardSchema: logicalReplicationAnswerSchema, description: 'The last measurement' })
  @ApiRefusals({ 404: 'MIGRATION_UNKNOWN' })
  show(@Param('m') migration: string): LogicalReplicationAnswer {
    return { migration, logicalReplication: this.replication.snapshot(migration) };
  }
}
