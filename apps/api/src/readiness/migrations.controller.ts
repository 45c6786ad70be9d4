import { Controller, Get, Param } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import {
  migrationDetailSchema,
  migrationMetricsSchema,
  migrationSummarySchema,
  type MigrationDetail,
  type MigrationMetrics,
  type MigrationSummary,
} from '@cutover/contracts';
import { z } from 'zod';
import { MigrationsService } from './migrations.service.js';
import { ApiRefusals } from '../platform/http/api-refusals.decorator.js';

@ApiTags('migrations')
@ApiRefusals()
@Controller('api')
export class MigrationsController {
  constructor(private readonly migrations: MigrationsService) {}

  @Get('migrations')
  @ApiOperation({
    summary: 'List migrations',
    description: 'Each with its verdict, connection states, lag, and counts of firing alerts and of tables by verdict.',
  })
  @ApiOkResponse({ standardSchema: z.array(migrationSummarySchema), description: 'Every configured migration' })
  list(): MigrationSummary[] {
    return this.migrations.summaries();
  }

  @Get('migrations/:m')
  @ApiOperation({
    summary: 'One migration',
    description:
      'Its state, its verdict with the reasons, its lag, and how many tables have which verdict. It stays small however many tables there are: their results are at `/checksums` and `/consistency`, and `metrics_update` carries them on the socket.',
  })
  @ApiParam({ name: 'm', description: 'Name of the migration', example: 'shop' })
  @ApiOkResponse({ standardSchema: migrationDetailSchema, description: 'Its current state' })
  @ApiRefusals({ 404: 'MIGRATION_UNKNOWN' })
  detail(@Param('m') name: string): MigrationDetail {
    return this.migrations.detail(name);
  }

  @Get('metrics')
  @ApiOperation({
    summary: 'Current metrics of every migration',
    description: 'Lag, checksum and consistency results and connection states.',
  })
  @ApiOkResponse({ standardSchema: z.array(migrationMetricsSchema), description: 'One element per migration' })
  metrics(): MigrationMetrics[] {
    return this.migrations.metrics();
  }
}
