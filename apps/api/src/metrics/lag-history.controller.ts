import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { lagHistorySchema, lagQuerySchema, type LagHistory, type LagQuery } from '@cutover/contracts';
import { LagHistoryService } from './lag-history.service.js';
import { ApiRefusals } from '../platform/http/api-refusals.decorator.js';

@ApiTags('lag')
@ApiRefusals()
@Controller('api/migrations/:m/lag')
export class LagHistoryController {
  constructor(private readonly lagHistory: LagHistoryService) {}

  @Get()
  @ApiOperation({
    summary: 'History of the replica lag',
    description:
      'Up to 24 hours, the last hour by default. Downsampled to `points`, keeping the extremes of every window and every gap: a point of nulls is a time of which nothing is known.',
  })
  @ApiParam({ name: 'm', description: 'Name of the migration', example: 'shop' })
  @ApiOkResponse({ standardSchema: lagHistorySchema, description: 'Points in order of time' })
  @ApiRefusals({ 400: 'A parameter is wrong, or `from` is not before `to`', 404: 'MIGRATION_UNKNOWN' })
  async history(
    @Param('m') migration: string,
    @Query({ schema: lagQuerySchema }) query: LagQuery,
  ): Promise<LagHistory> {
    await this.lagHistory.written();
    return this.lagHistory.history(migration, query);
  }
}
