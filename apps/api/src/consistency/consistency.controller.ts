import { Controller, Get, Param } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { consistencyListSchema, type ConsistencyList } from '@cutover/contracts';
import { ConsistencyService } from './consistency.service.js';
import { ApiRefusals } from '../platform/http/api-refusals.decorator.js';

@ApiTags('consistency')
@ApiRefusals()
@Controller('api/migrations/:m/consistency')
export class ConsistencyController {
  constructor(private readonly consistency: ConsistencyService) {}

  @Get()
  @ApiOperation({
    summary: 'Row counts and basic comparisons by table',
    description:
      'Rows, smallest and largest key, AUTO_INCREMENT and columns on both sides, with the verdict of the last pass.',
  })
  @ApiParam({ name: 'm', description: 'Name of the migration', example: 'shop' })
  @ApiOkResponse({
    standardSchema: consistencyListSchema,
    description: 'The last pass; empty and null before the first',
  })
  @ApiRefusals({ 404: 'MIGRATION_UNKNOWN' })
  list(@Param('m') migration: string): ConsistencyList {
    return this.consistency.list(migration);
  }
}
