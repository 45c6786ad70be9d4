import { Controller, Get, Param, StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiProduces, ApiTags } from '@nestjs/swagger';
import { rollbackPathAnswerSchema, type RollbackPathAnswer } from '@cutover/contracts';
import { ApiRefusals } from '../platform/http/api-refusals.decorator.js';
import { RollbackPathService } from './rollback-path.service.js';

@ApiTags('rollback-path')
@ApiRefusals()
@Controller('api/migrations/:m')
export class RollbackPathController {
  constructor(private readonly rollback: RollbackPathService) {}

  @Get('rollback-path')
  @ApiOperation({
    summary: 'Whether the old source could follow the target after the cutover',
    description:
      'What of the target it could read (binary log, or publication and slot), and accounts to replicate by. Read once a minute.',
  })
  @ApiParam({ name: 'm', description: 'Name of the migration', example: 'shop' })
  @ApiOkResponse({ standardSchema: rollbackPathAnswerSchema, description: 'The last measurement' })
  @ApiRefusals({ 404: 'MIGRATION_UNKNOWN' })
  show(@Param('m') migration: string): RollbackPathAnswer {
    return { migration, rollbackPath: this.rollback.snapshot(migration) };
  }

  @Get('rollback-path.sql')
  @ApiOperation({
    summary: 'The script that lets the old source follow the target from the switch on',
    description:
      'Step by step, each with the side and the moment that it is for. Made of what both sides say now; Cutover never runs it. Passwords are placeholders.',
  })
  @ApiParam({ name: 'm', description: 'Name of the migration', example: 'shop' })
  @ApiProduces('text/plain')
  @ApiOkResponse({ description: 'The script', schema: { type: 'string' } })
  @ApiRefusals({
    404: 'MIGRATION_UNKNOWN',
    409: 'ROLLBACK_SCRIPT_NONE: none for this engine',
    503: 'ROLLBACK_UNKNOWN: a side cannot be read',
  })
  async script(@Param('m') migration: string): Promise<StreamableFile> {
    return new StreamableFile(Buffer.from(await this.rollback.script(migration)), {
      type: 'text/plain; charset=utf-8',
      disposition: 'attachment; filename="rollback-path.sql"',
    });
  }
}
