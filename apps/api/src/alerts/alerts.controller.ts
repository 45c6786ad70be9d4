import { Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import {
  alertPageSchema,
  alertQuerySchema,
  alertSchema,
  type Alert,
  type AlertPage,
  type AlertQuery,
  type Session,
} from '@cutover/contracts';
import { CurrentSession } from '../platform/access/current-session.decorator.js';
import { RequireRole } from '../platform/access/require-role.decorator.js';
import { AlertsService } from './alerts.service.js';
import { ApiRefusals } from '../platform/http/api-refusals.decorator.js';

@ApiTags('alerts')
@ApiRefusals()
@Controller('api/alerts')
export class AlertsController {
  constructor(private readonly alerts: AlertsService) {}

  @Get()
  @ApiOperation({
    summary: 'List alerts',
    description:
      'Newest first. Follow `nextCursor` to the next page; pages stay stable while alerts come and change. `all` holds pending ones, too.',
  })
  @ApiOkResponse({ standardSchema: alertPageSchema, description: 'One page' })
  @ApiRefusals({
    400: 'A parameter is wrong; `details` names it',
    404: 'MIGRATION_UNKNOWN',
    503: 'The store does not work (STORE_…)',
  })
  page(@Query({ schema: alertQuerySchema }) query: AlertQuery): Promise<AlertPage> {
    return this.alerts.page(query);
  }

  @Post(':id/acknowledge')
  @HttpCode(200)
  @RequireRole('operator')
  @ApiOperation({
    summary: 'Acknowledge an alert',
    description: 'Notes who takes care of it; it goes on firing until its condition is gone. Kept over a restart.',
  })
  @ApiParam({ name: 'id', description: 'Id of the alert', example: '6f1c2f0e-6a52-4c0b-9d38-0c9a1f4b7e21' })
  @ApiOkResponse({ standardSchema: alertSchema, description: 'The acknowledged alert' })
  @ApiRefusals({
    403: 'The role operator is needed',
    404: 'ALERT_UNKNOWN',
    409: 'ALERT_RESOLVED: it is resolved already',
    503: 'The store does not work (STORE_…); the acknowledgement was not taken',
  })
  acknowledge(@Param('id') id: string, @CurrentSession() session: Session): Promise<Alert> {
    return this.alerts.acknowledge(id, session.name);
  }
}
