import { Body, Controller, Delete, Get, Param, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import {
  giveWaiverSchema,
  revokeWaiverSchema,
  waiverListSchema,
  waiverSchema,
  type GiveWaiver,
  type RevokeWaiver,
  type Session,
  type Waiver,
  type WaiverList,
} from '@cutover/contracts';
import { CurrentSession } from '../../platform/access/current-session.decorator.js';
import { RequireRole } from '../../platform/access/require-role.decorator.js';
import { ApiRefusals } from '../../platform/http/api-refusals.decorator.js';
import { WaivingService } from './waiving.service.js';

@ApiTags('readiness')
@ApiRefusals()
@Controller('api/migrations/:m/readiness/waivers')
export class WaiversController {
  constructor(private readonly waiving: WaivingService) {}

  @Get()
  @ApiOperation({
    summary: 'Who answers for what',
    description: 'Waivers that count first, then those that ended or were revoked, the newest first, at most 200.',
  })
  @ApiParam({ name: 'm', description: 'Name of the migration', example: 'shop' })
  @ApiOkResponse({ standardSchema: waiverListSchema, description: 'The waivers of the migration' })
  @ApiRefusals({ 404: 'MIGRATION_UNKNOWN', 503: 'The store does not work (STORE_…)' })
  list(@Param('m') migration: string): Promise<WaiverList> {
    return this.waiving.list(migration);
  }

  @Post()
  @RequireRole('operator')
  @ApiOperation({
    summary: 'Answer for a finding',
    description:
      'It then blocks no more and makes no alert, until its time is over or it is revoked. It covers what the check says now, or better: one that is given for something unknown does not cover a failure that is proved later. Of a subject that consists of several things (`items`) it covers those that are there now. One at a time counts for a check and subject.',
  })
  @ApiParam({ name: 'm', description: 'Name of the migration', example: 'shop' })
  @ApiCreatedResponse({ standardSchema: waiverSchema, description: 'It counts from now on' })
  @ApiRefusals({
    400: 'The body is wrong; `details` names the field',
    403: 'The role operator is needed',
    404: 'MIGRATION_UNKNOWN or CHECK_UNKNOWN',
    409: 'NOT_WAIVABLE: the message says why. NOTHING_TO_WAIVE: the check does not say so. TOO_MUCH_TO_WAIVE. WAIVER_STANDS: the message names the one that counts already. WAIVERS_FULL',
    503: 'The store does not work (STORE_…); the waiver was not taken',
  })
  give(
    @Param('m') migration: string,
    @Body({ schema: giveWaiverSchema }) body: GiveWaiver,
    @CurrentSession() session: Session,
  ): Promise<Waiver> {
    return this.waiving.give(migration, body, session);
  }

  @Delete(':id')
  @RequireRole('operator')
  @ApiOperation({
    summary: 'Revoke a waiver',
    description: 'It counts no more at once. A second time changes nothing.',
  })
  @ApiParam({ name: 'm', description: 'Name of the migration', example: 'shop' })
  @ApiParam({ name: 'id', description: 'Id of the waiver', example: '6f1c2f0e-6a52-4c0b-9d38-0c9a1f4b7e21' })
  @ApiOkResponse({ standardSchema: waiverSchema, description: 'The waiver as it ended' })
  @ApiRefusals({
    400: 'A parameter is wrong; `details` names it',
    403: 'The role operator is needed',
    404: 'MIGRATION_UNKNOWN or WAIVER_UNKNOWN',
    503: 'The store does not work (STORE_…): it counts no more now, but might after a restart. Try again',
  })
  revoke(
    @Param('m') migration: string,
    @Param('id') id: string,
    @Query({ schema: revokeWaiverSchema }) query: RevokeWaiver,
    @CurrentSession() session: Session,
  ): Promise<Waiver> {
    return this.waiving.revoke(migration, id, query, session);
  }
}
