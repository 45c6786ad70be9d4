import { Controller, Get, Param } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { rdsAnswerSchema, type RdsAnswer } from '@cutover/contracts';
import { ApiRefusals } from '../platform/http/api-refusals.decorator.js';
import { RdsService } from './rds.service.js';

@ApiTags('rds')
@ApiRefusals()
@Controller('api/migrations/:m/rds')
export class RdsController {
  constructor(private readonly rds: RdsService) {}

  @Get()
  @ApiOperation({
    summary: 'What AWS says of sides on Amazon RDS',
    description:
      'Whether the storage is encrypted and by which key, and the replica lag of CloudWatch. Asked once a minute.',
  })
  @ApiParam({ name: 'm', description: 'Name of the migration', example: 'shop' })
  @ApiOkResponse({ standardSchema: rdsAnswerSchema, description: 'The last answers' })
  @ApiRefusals({ 404: 'MIGRATION_UNKNOWN' })
  show(@Param('m') migration: string): RdsAnswer {
    return { migration, rds: this.rds.snapshot(migration) };
  }
}
