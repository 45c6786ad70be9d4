import { Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import {
  channelTestSchema,
  notificationChannelSchema,
  type ChannelTest,
  type NotificationChannel,
} from '@cutover/contracts';
import { z } from 'zod';
import { RequireRole } from '../../platform/access/require-role.decorator.js';
import { ApiRefusals } from '../../platform/http/api-refusals.decorator.js';
import { ChannelsService } from './channels.service.js';

@ApiTags('alerts')
@ApiRefusals()
@Controller('api/alerts/channels')
export class ChannelsController {
  constructor(private readonly channels: ChannelsService) {}

  @Get()
  @ApiOperation({
    summary: 'Notification channels',
    description: 'Where alerts and changes of the answer are sent, whether that works, and what waits. No secrets.',
  })
  @ApiOkResponse({ standardSchema: z.array(notificationChannelSchema), description: 'As they are configured' })
  list(): NotificationChannel[] {
    return this.channels.list();
  }

  @Post(':name/test')
  @HttpCode(200)
  @RequireRole('operator')
  @ApiOperation({
    summary: 'Send a test message',
    description:
      'Sends one message now and answers what the other side said. That it did not arrive is such an answer, with `delivered: false`. Each channel once in ten seconds.',
  })
  @ApiParam({ name: 'name', description: 'Name of the channel', example: 'on-call' })
  @ApiOkResponse({ standardSchema: channelTestSchema, description: 'What became of it' })
  @ApiRefusals({
    403: 'The role operator is needed',
    404: 'CHANNEL_UNKNOWN',
    429: 'CHANNEL_TESTED_JUST_NOW; see Retry-After',
  })
  test(@Param('name') name: string): Promise<ChannelTest> {
    return this.channels.test(name);
  }
}
