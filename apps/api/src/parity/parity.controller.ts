import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { parityAnswerSchema, parityQuerySchema, type ParityAnswer, type ParityQuery } from '@cutover/contracts';
import { ApiRefusals } from '../platform/http/api-refusals.decorator.js';
import { ParityService } from './parity.service.js';

@ApiTags('parity')
@ApiRefusals()
@Controller('api/migrations/:m/parity')
export class ParityController {
  constructor(private readonly parity: ParityService) {}

  @Get()
  @ApiOperation({
    summary: 'What beside the rows is not the same on both sides',
    description:
      'Each difference with both sides, why it matters and the statement that would mend it; what blocks the cutover stands first. `areas` says what was compared and what could not be.',
  })
  @ApiParam({ name: 'm', description: 'Name of the migration', example: 'shop' })
  @ApiOkResponse({ standardSchema: parityAnswerSchema, description: 'One page' })
  @ApiRefusals({ 400: 'INPUT_INVALID: a parameter is wrong', 404: 'MIGRATION_UNKNOWN' })
  list(@Param('m') migration: string, @Query({ schema: parityQuerySchema }) query: ParityQuery): ParityAnswer {
    return this.parity.list(migration, query);
  }
}
