import { Controller, Get, Param } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { targetWritableAnswerSchema, type TargetWritableAnswer } from '@cutover/contracts';
import { ApiRefusals } from '../platform/http/api-refusals.decorator.js';
import { TargetWritableService } from './target-writable.service.js';

@ApiTags('target-writable')
@ApiRefusals()
@Controller('api/migrations/:m/target-writable')
export class TargetWritableController {
  constructor(private readonly writable: TargetWritableService) {}

  @Get()
  @ApiOperation({
    summary: 'Who may write to the target beside replication',
    description:
      'And whether such a write would be seen. Read every ten seconds (monitoring.intervalSeconds, where that is longer).',
  })
  @ApiParam({ name: 'm', description: 'Name of the migration', example: 'shop' })
  @ApiOkResponse({ standardSchema: targetWritableAnswerSchema, description: 'The last measurement' })
  @ApiRefusals({ 404: 'MIGRATION_UNKNOWN' })
  show(@Param('m') migration: string): TargetWritableAnswer {
    return { migration, targetWritable: this.writable.snapshot(migration) };
  }
}
