import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import {
  backupListSchema,
  backupQuerySchema,
  backupSchema,
  holdBackupSchema,
  retentionOutcomeSchema,
  retentionPlanSchema,
  type Backup,
  type BackupList,
  type BackupQuery,
  type HoldBackup,
  type RetentionOutcome,
  type RetentionPlan,
  type Session,
} from '@cutover/contracts';
import { CurrentSession } from '../../platform/access/current-session.decorator.js';
import { RequireRole } from '../../platform/access/require-role.decorator.js';
import { whoIs } from '../../platform/access/who-is.js';
import { ApiRefusals } from '../../platform/http/api-refusals.decorator.js';
import { BackupRetentionService } from './backup-retention.service.js';

const ApiBackup = (): MethodDecorator =>
  ApiParam({ name: 'id', description: 'Id of the backup', example: '20261127t073000z-4f1c9a' });

@ApiTags('backups')
@ApiRefusals()
@Controller('api/backups')
export class BackupCatalogueController {
  constructor(private readonly retention: BackupRetentionService) {}

  @Get()
  @ApiOperation({
    summary: 'Backups',
    description:
      'What lies in the storages, from the manifests there, the newest first. Each storage says when it was read last, and why it could not be read since.',
  })
  @ApiOkResponse({ standardSchema: backupListSchema, description: 'Of every storage, as it was read last' })
  @ApiRefusals({ 400: 'INPUT_INVALID: a parameter is wrong' })
  list(@Query({ schema: backupQuerySchema }) query: BackupQuery): Promise<BackupList> {
    return this.retention.list(query);
  }

  @Get('retention')
  @ApiOperation({
    summary: 'What retention would do now',
    description:
      'Which backups would be deleted and which kept, each with its reason, and what is no backup. Deletes nothing.',
  })
  @ApiOkResponse({ standardSchema: retentionPlanSchema, description: 'Every storage was read for it' })
  plan(): Promise<RetentionPlan> {
    return this.retention.plan();
  }

  @Post('retention/apply')
  @HttpCode(200)
  @RequireRole('operator')
  @ApiOperation({
    summary: 'Apply retention now',
    description:
      'Deletes what no rule keeps, as it is done after each run. At most 1,000 backups of a storage at once.',
  })
  @ApiOkResponse({ standardSchema: retentionOutcomeSchema, description: 'What was deleted, and what could not be' })
  @ApiRefusals({ 403: 'The role operator is needed' })
  apply(@CurrentSession() session: Session): Promise<RetentionOutcome> {
    return this.retention.apply(session.name);
  }

  @Post('retention/sweep')
  @HttpCode(200)
  @RequireRole('operator')
  @ApiOperation({
    summary: 'Remove orphans',
    description: 'Those that `GET /api/backups/retention` calls sweepable: no backup is among them.',
  })
  @ApiOkResponse({ standardSchema: retentionOutcomeSchema, description: 'What was removed, and what could not be' })
  @ApiRefusals({ 403: 'The role operator is needed' })
  sweep(@CurrentSession() session: Session): Promise<RetentionOutcome> {
    return this.retention.sweep(session.name);
  }

  @Put(':id/hold')
  @RequireRole('operator')
  @ApiBackup()
  @ApiOperation({
    summary: 'Hold a backup',
    description:
      'In every storage that has it. It is not deleted until it is released. A second hold replaces the first.',
  })
  @ApiOkResponse({ standardSchema: backupSchema, description: 'The backup, held' })
  @ApiRefusals({
    400: 'The body is wrong; `details` names the field',
    403: 'The role operator is needed',
    404: 'BACKUP_UNKNOWN',
    409: 'BACKUP_BEING_DELETED',
    503: 'BACKUP_STORAGE: the message says where it is not held',
  })
  hold(
    @Param('id') id: string,
    @Body({ schema: holdBackupSchema }) { why, operator }: HoldBackup,
    @CurrentSession() session: Session,
  ): Promise<Backup> {
    return this.retention.hold(id, { by: whoIs(session, operator), why });
  }

  @Delete(':id/hold')
  @RequireRole('operator')
  @ApiBackup()
  @ApiOperation({
    summary: 'Release a backup',
    description: 'The next application of retention may delete it. Releasing one that nobody holds changes nothing.',
  })
  @ApiOkResponse({ standardSchema: backupSchema, description: 'The backup, released' })
  @ApiRefusals({
    403: 'The role operator is needed',
    404: 'BACKUP_UNKNOWN',
    503: 'BACKUP_STORAGE: the message says where it is still held',
  })
  release(@Param('id') id: string): Promise<Backup> {
    return this.retention.release(id);
  }
}
