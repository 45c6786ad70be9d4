import type { ChannelConfig } from '../../../config/config.schema.js';
import type { Clock } from '../../../platform/clock.js';
import type { ChannelSender } from './channel-sender.js';
import { postJson } from './http-post.js';
import { signatureOf } from './signature.js';
import { shownUrl } from './without-secrets.js';

/** Signed JSON to any address; the body is `Notification` of the contracts. */
export function webhookSender({ url = '', secret = '' }: ChannelConfig, clock: Clock): ChannelSender {
  return {
    destination: shownUrl(url),
    send: (notification, signal) => {
      const body = JSON.stringify(notification);
      const nowMs = clock.nowMs();
      // Of the attempt, not of the message: a receiver refuses what is too old.
      const timestamp = Math.floor(nowMs / 1000);
      const headers = {
        'x-cutover-message': notification.id,
        'x-cutover-timestamp': String(timestamp),
        'x-cutover-signature': signatureOf(secret, timestamp, body),
      };
      return postJson({ url, body, headers, secrets: [secret], nowMs }, signal);
    },
  };
}
