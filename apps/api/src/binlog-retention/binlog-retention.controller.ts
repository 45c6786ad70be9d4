import { Controller, Get, Param } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { binlogRetentionAnswerSchema, type BinlogRetentionAnswer } from '@cutover/contracts';
import { EvidenceRegistry } from '../evidence/evidence.registry.js';
import { ApiRefusals } from '../platform/http/api-refusals.decorator.js';
import { BinlogRetentionService } from './binlog-retention.service.js';

@ApiTags('binlog-retention')
@ApiRefusals()
@Controller('api/migrations/:m/binlog-retention')
export class BinlogRetentionController {
  constructor(
    private readonly retention: BinlogRetentionService,
    private readonly evidence: EvidenceRegistry,
  ) {}

  @Get()
  @ApiOperation({
    summary: 'How long the source keeps its binary logs',
    description: 'Against the worst time that the target was behind in the last 24 h.',
  })
  @ApiParam({ name: 'm', description: 'Name of the migration', example: 'shop' })
  @ApiOkResponse({ standardSchema: binlogRetentionAnswerSchema, description: 'The last measurement' })
  @ApiRefusals({ 404: 'MIGRATION_UNKNOWN' })
  show(@Param('m') migration: string): BinlogRetentionAnswer {
    const retention = this.retention.snapshot(migration);
    return { migration, retention, worstLag: this.evidence.part('worstLag', migration) };
  }
}
