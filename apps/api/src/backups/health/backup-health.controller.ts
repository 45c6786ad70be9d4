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
      'Late ones (by the age of what is there), runs that failed, storages that cannot be read or are nearly full, clients that are missing; each with what to do. What failed comes first.',
  })
  @ApiOkResponse({ standardSchema: backupHealthSchema, description: 'Judged now' })
  get(): Promise<BackupHealth> {
    return this.health.judge();
  }
}
