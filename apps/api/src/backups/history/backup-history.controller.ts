import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  backupCalendarQuerySchema,
  backupCalendarSchema,
  type BackupCalendar,
  type BackupCalendarQuery,
} from '@cutover/contracts';
import { ApiRefusals } from '../../platform/http/api-refusals.decorator.js';
import { BackupHistoryService } from './backup-history.service.js';

@ApiTags('backups')
@ApiRefusals()
@Controller('api/backups')
export class BackupHistoryController {
  constructor(private readonly history: BackupHistoryService) {}

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
