import type { ChannelType } from '@cutover/contracts';
import type { ChannelConfig } from '../../../config/config.schema.js';
import type { Clock } from '../../../platform/clock.js';
import type { ChannelSender } from './channel-sender.js';
import { emailSender } from './email.sender.js';
import { slackSender } from './slack.sender.js';
import { webhookSender } from './webhook.sender.js';

/** How each type of channel is reached: the registry line of a new one. */
export const senders: Record<ChannelType, (channel: ChannelConfig, clock: Clock) => ChannelSender> = {
  webhook: webhookSender,
  slack: slackSender,
  email: emailSender,
};
