import { Controller, Get, Param } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { findingListSchema, type FindingList } from '@cutover/contracts';
import { ApiRefusals } from '../platform/http/api-refusals.decorator.js';
import { JudgementService } from './judgement.service.js';

@ApiTags('migrations')
@ApiRefusals()
@Controller('api/migrations/:m/findings')
export class FindingsController {
  constructor(private readonly judgement: JudgementService) {}

  @Get()
  @ApiOperation({
    summary: 'What every check found',
    description:
      'The verdict and the alerts are made of these. A check that found nothing stands here once, as pass or unknown; tables of one reason stand together.',
  })
  @ApiParam({ name: 'm', description: 'Name of the migration', example: 'shop' })
  @ApiOkResponse({ standardSchema: findingListSchema, description: 'Blocking failures first' })
  @ApiRefusals({ 404: 'MIGRATION_UNKNOWN' })
  list(@Param('m') migration: string): FindingList {
    return this.judgement.findings(migration);
  }
}
