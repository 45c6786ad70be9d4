import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  backupCalendarQuerySchema,
  backupCalendarSchema,
  backupUsageSchema,
  type BackupCalendar,
  type BackupCalendarQuery,
  type BackupUsage,
} from '@cutover/contracts';
import { ApiRefusals } from '../../platform/http/api-refusals.decorator.js';
import { BackupUsageService } from './backup-usage.service.js';
import { BackupHistoryService } from './backup-history.service.js';

@ApiTags('backups')
@ApiRefusals()
@Controller('api/backups')
export class BackupHistoryController {
  constructor(
    private readonly history: BackupHistoryService,
    private readonly used: BackupUsageService,
  ) {}

  @Get('usage')
  @ApiOperation({
    summary: 'What backups take of the storages',
    description: 'Now by server, day by day as it was seen, how it grows, and in how many days a folder is full.',
  })
  @ApiOkResponse({ standardSchema: backupUsageSchema, description: 'As the storages were read last' })
  usage(): Promise<BackupUsage> {
    return this.used.usage();
  }

  @Get('calendar')
  @ApiOperation({
    summary: 'What there is of each day',
    description:
      'Of each database and day: whether a whole backup is there, whether one was restored, what failed, and what is missing. What lies in the storages counts; the runs say what was tried.',
  })
  @ApiOkResponse({ standardSchema: backupCalendarSchema, description: 'As the storages were read last' })
  @ApiRefusals({ 400: 'INPUT_INVALID: a parameter is wrong' })
  calendar(@Query({ schema: backupCalendarQuerySchema }) { days }: BackupCalendarQuery): Promise<BackupCalendar> {
    return this.history.calendar(days);
  }
}
