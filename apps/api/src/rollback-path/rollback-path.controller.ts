import { Controller, Get, Param } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { rollbackPathAnswerSchema, type RollbackPathAnswer } from '@cutover/contracts';
import { ApiRefusals } from '../platform/http/api-refusals.decorator.js';
import { RollbackPathService } from './rollback-path.service.js';

@ApiTags('rollback-path')
@ApiRefusals()
@Controller('api/migrations/:m/rollback-path')
export class RollbackPathController {
  constructor(private readonly rollback: RollbackPathService) {}

  @Get()
  @ApiOperation({
    summary: 'Whether the old source could follow the target after the cutover',
    description: 'The binary log of the target, its retention, and accounts to replicate by. Read once a minute.',
  })
  @ApiParam({ name: 'm', description: 'Name of the migration', example: 'shop' })
  @ApiOkResponse({ standardSchema: rollbackPathAnswerSchema, description: 'The last measurement' })
  @ApiRefusals({ 404: 'MIGRATION_UNKNOWN' })
  show(@Param('m') migration: string): RollbackPathAnswer {
    return { migration, rollbackPath: this.rollback.snapshot(migration) };
  }
}
