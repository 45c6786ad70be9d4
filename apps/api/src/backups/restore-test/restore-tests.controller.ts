import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import {
  backupRestoreTestListSchema,
  backupRestoreTestSchema,
  backupRunQuerySchema,
  startRestoreTestSchema,
  type BackupRestoreTest,
  type BackupRestoreTestList,
  type BackupRunQuery,
  type StartRestoreTest,
} from '@cutover/contracts';
import { RequireRole } from '../../platform/access/require-role.decorator.js';
import { ApiRefusals } from '../../platform/http/api-refusals.decorator.js';
import { RestoreTestService } from './restore-test.service.js';

@ApiTags('backups')
@ApiRefusals()
@Controller('api/backups/restore-tests')
export class RestoreTestsController {
  constructor(private readonly tests: RestoreTestService) {}

  @Get()
  @ApiOperation({ summary: 'The newest restore tests', description: 'The newest first, 500 at most.' })
  @ApiOkResponse({ standardSchema: backupRestoreTestListSchema, description: 'Those under way, too' })
  @ApiRefusals({ 400: 'INPUT_INVALID: a parameter is wrong', 503: 'The store does not work (STORE_…)' })
  async list(@Query({ schema: backupRunQuerySchema }) query: BackupRunQuery): Promise<BackupRestoreTestList> {
    return { tests: await this.tests.list(query.server ?? null) };
  }

  @Post()
  @HttpCode(202)
  @RequireRole('operator')
  @ApiOperation({
    summary: 'Restore a backup now, to see whether it restores',
    description: 'On the server that backups.restoreTest names, or on one that is made for it. One after the other.',
  })
  @ApiAcceptedResponse({ standardSchema: backupRestoreTestSchema, description: 'The test, which begins in its turn' })
  @ApiRefusals({
    400: 'A malformed body',
    403: 'The role operator is needed',
    404: 'BACKUP_UNKNOWN: no storage that can be read has it',
    503: 'The store does not work (STORE_…)',
  })
  begin(@Body({ schema: startRestoreTestSchema }) { backupId, storage }: StartRestoreTest): Promise<BackupRestoreTest> {
    return this.tests.begin(backupId, storage ?? null);
  }

  @Get(':id')
  @ApiParam({ name: 'id', description: 'Id of the test', example: '20261127040000000-9f86d081884c7d65-1' })
  @ApiOperation({ summary: 'One restore test', description: 'GET it again to see what came of it.' })
  @ApiOkResponse({ standardSchema: backupRestoreTestSchema, description: 'The test' })
  @ApiRefusals({ 404: 'RESTORE_TEST_UNKNOWN', 503: 'The store does not work (STORE_…)' })
  find(@Param('id') id: string): Promise<BackupRestoreTest> {
    return this.tests.find(id);
  }
}
