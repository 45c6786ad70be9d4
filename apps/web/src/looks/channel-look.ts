import type { ChannelState, ChannelType } from '@cutover/contracts';
import type { Look } from '../ui/tone.js';

/** How the state of a notification channel is shown. What was never tried is not known to work. */
export const channelLook: Record<ChannelState, Look> = {
  untried: { word: 'Not tried yet', tone: 'unknown' },
  working: { word: 'Works', tone: 'good' },
  failing: { word: 'Fails', tone: 'warning' },
};

export const channelTypeWords: Record<ChannelType, string> = { webhook: 'Webhook', slack: 'Slack', email: 'Email' };
