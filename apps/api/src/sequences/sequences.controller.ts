import { Controller, Get, Param, StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiProduces, ApiTags } from '@nestjs/swagger';
import { sequencesAnswerSchema, type SequencesAnswer } from '@cutover/contracts';
import { ApiRefusals } from '../platform/http/api-refusals.decorator.js';
import { SequencesService } from './sequences.service.js';

@ApiTags('sequences')
@ApiRefusals()
@Controller('api/migrations/:m')
export class SequencesController {
  constructor(private readonly sequences: SequencesService) {}

  @Get('sequences')
  @ApiOperation({
    summary: 'Whether sequences of the target go on where those of the source are',
    description:
      'Replication of some engines carries rows and no sequences. Those that need something are listed. Read every ten seconds (monitoring.intervalSeconds, where that is longer).',
  })
  @ApiParam({ name: 'm', description: 'Name of the migration', example: 'shop' })
  @ApiOkResponse({ standardSchema: sequencesAnswerSchema, description: 'The last measurement' })
  @ApiRefusals({ 404: 'MIGRATION_UNKNOWN' })
  show(@Param('m') migration: string): SequencesAnswer {
    return { migration, sequences: this.sequences.snapshot(migration) };
  }

  @Get('sequences.sql')
  @ApiOperation({
    summary: 'The script that sets the sequences of the target',
    description:
      'Made of what both sides say now, with a margin for what the source gives out until you run it. Read it, then run it on the target: Cutover never runs it. It never takes back a number, so that running it twice does no harm.',
  })
  @ApiParam({ name: 'm', description: 'Name of the migration', example: 'shop' })
  @ApiProduces('text/plain')
  @ApiOkResponse({ description: 'The script', schema: { type: 'string' } })
  @ApiRefusals({
    404: 'MIGRATION_UNKNOWN',
    409: 'SEQUENCES_REPLICATE: nothing to set with this engine',
    503: 'SEQUENCES_UNKNOWN: a side cannot be read',
  })
  async script(@Param('m') migration: string): Promise<StreamableFile> {
    return new StreamableFile(Buffer.from(await this.sequences.script(migration)), {
      type: 'text/plain; charset=utf-8',
      disposition: 'attachment; filename="sequences.sql"',
    });
  }
}
