import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import {
  readinessSchema,
  timelineQuerySchema,
  verdictTimelineSchema,
  type Readiness,
  type TimelineQuery,
  type VerdictTimeline,
} from '@cutover/contracts';
import { ApiRefusals } from '../platform/http/api-refusals.decorator.js';
import { ReadinessService } from './readiness.service.js';
import { TimelineService } from './timeline/timeline.service.js';

@ApiTags('readiness')
@ApiRefusals()
@Controller('api/migrations/:m/readiness')
export class ReadinessController {
  constructor(
    private readonly readiness: ReadinessService,
    private readonly timeline: TimelineService,
  ) {}

  @Get()
  @ApiOperation({
    summary: 'May we switch, and what is left to do',
    description:
      'The answer, since when it stands, for how long all that blocks has passed, every check with its evidence, who answers for what, and what is left to do in the order in which it is done. `readiness_update` on the socket carries the same.',
  })
  @ApiParam({ name: 'm', description: 'Name of the migration', example: 'shop' })
  @ApiOkResponse({ standardSchema: readinessSchema, description: 'As it is known now' })
  @ApiRefusals({ 404: 'MIGRATION_UNKNOWN' })
  current(@Param('m') migration: string): Readiness {
    return this.readiness.current(migration);
  }

  @Get('timeline')
  @ApiOperation({
    summary: 'What the answers were',
    description:
      'Newest first, each with its causes. A time in which nobody watched is an entry, too. Follow `nextCursor` to older ones.',
  })
  @ApiParam({ name: 'm', description: 'Name of the migration', example: 'shop' })
  @ApiOkResponse({ standardSchema: verdictTimelineSchema, description: 'One page' })
  @ApiRefusals({
    400: 'A parameter is wrong; `details` names it',
    404: 'MIGRATION_UNKNOWN',
    503: 'The store does not work (STORE_…)',
  })
  page(
    @Param('m') migration: string,
    @Query({ schema: timelineQuerySchema }) query: TimelineQuery,
  ): Promise<VerdictTimeline> {
    return this.timeline.page(migration, query);
  }
}
