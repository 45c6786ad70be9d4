import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import {
  backupRunListSchema,
  backupRunQuerySchema,
  backupRunSchema,
  backupScheduleListSchema,
  startBackupSchema,
  type BackupRun,
  type BackupRunList,
  type BackupRunQuery,
  type BackupScheduleList,
  type StartBackup,
} from '@cutover/contracts';
import { RequireRole } from '../../platform/access/require-role.decorator.js';
import { ApiRefusals } from '../../platform/http/api-refusals.decorator.js';
import { BackupGuardService } from './backup-guard.service.js';

const ApiRun = (): MethodDecorator =>
  ApiParam({ name: 'id', description: 'Id of the run', example: '5f0d9b1e-8a43-4a55-9d2e-6d1a2f0c7f11' });

@ApiTags('backups')
@ApiRefusals()
@Controller('api/backups')
export class BackupsController {
  constructor(private readonly guard: BackupGuardService) {}

  @Get('schedules')
  @ApiOperation({
    summary: 'Servers and schedules',
    description: 'Of each schedule the next five times at which it is due.',
  })
  @ApiOkResponse({ standardSchema: backupScheduleListSchema, description: 'As the configuration has them' })
  schedules(): BackupScheduleList {
    return { servers: this.guard.servers(), schedules: this.guard.schedules() };
  }

  @Get('runs')
  @ApiOperation({ summary: 'The newest runs', description: 'The newest first, 500 at most.' })
  @ApiOkResponse({ standardSchema: backupRunListSchema, description: 'Those under way as they are now' })
  @ApiRefusals({ 400: 'INPUT_INVALID: a parameter is wrong', 503: 'The store does not work (STORE_…)' })
  async runs(@Query({ schema: backupRunQuerySchema }) query: BackupRunQuery): Promise<BackupRunList> {
    return { runs: await this.guard.runs(query.server ?? null) };
  }

  @Post('runs')
  @HttpCode(202)
  @RequireRole('operator')
  @ApiOperation({
    summary: 'Back up a server now',
    description:
      'Its databases, one after the other, and then its accounts, to every storage. GET the run to see how far it is.',
  })
  @ApiAcceptedResponse({ standardSchema: backupRunSchema, description: 'The run has begun' })
  @ApiRefusals({
    400: 'A malformed body',
    403: 'The role operator is needed',
    404: 'BACKUP_SERVER_UNKNOWN',
    409: 'BACKUP_UNDER_WAY: a run of this server is under way',
    503: 'The store does not work (STORE_…)',
  })
  begin(@Body({ schema: startBackupSchema }) { server, databases }: StartBackup): Promise<BackupRun> {
    return this.guard.begin(server, databases ?? null);
  }

  @Get('runs/:id')
  @ApiRun()
  @ApiOperation({ summary: 'One run', description: 'What came of each database that is done.' })
  @ApiOkResponse({ standardSchema: backupRunSchema, description: 'The run' })
  @ApiRefusals({ 404: 'BACKUP_RUN_UNKNOWN', 503: 'The store does not work (STORE_…)' })
  run(@Param('id') id: string): Promise<BackupRun> {
    return this.guard.run(id);
  }

  @Delete('runs/:id')
  @RequireRole('operator')
  @ApiRun()
  @ApiOperation({
    summary: 'Cancel a run',
    description: 'Ends its client, and answers when it has ended. Databases that are done keep their backups.',
  })
  @ApiOkResponse({ standardSchema: backupRunSchema, description: 'The run, cancelled' })
  @ApiRefusals({ 403: 'The role operator is needed', 409: 'BACKUP_NOT_RUNNING' })
  cancel(@Param('id') id: string): Promise<BackupRun> {
    return this.guard.cancel(id);
  }
}
