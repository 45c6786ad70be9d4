import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { backupHealthSchema, type BackupHealth } from '@cutover/contracts';
import { ApiRefusals } from '../../platform/http/api-refusals.decorator.js';
import { BackupHealthService } from './backup-health.service.js';

@ApiTags('backups')
@ApiRefusals()
@Controller('api/backups/health')
export class BackupHealthController {
  constructor(private readonly health: BackupHealthService) {}

  @Get()
  @ApiOperation({
    summary: 'What is wrong with the backups',
    description:
      'Late ones (by the age of what is there), runs and restore tests that failed, copies that are missing, storages that cannot be read or are nearly full, keys that open nothing, programs that are missing, a configuration that cannot be used; each with what to do. What failed comes first.',
  })
  @ApiOkResponse({ standardSchema: backupHealthSchema, description: 'Judged now' })
  get(): Promise<BackupHealth> {
    return this.health.judge();
  }
}
