import type { ChannelConfig } from '../../../config/config.schema.js';
import type { Clock } from '../../../platform/clock.js';
import type { ChannelSender } from './channel-sender.js';
import { postJson } from './http-post.js';
import { shownUrl } from './without-secrets.js';

/** Mattermost takes 16,383 characters, Slack 40,000; characters that are escaped take more. */
const longest = 12_000;

/** An incoming webhook of Slack, or of whatever understands the same (Mattermost, Rocket.Chat, Discord with /slack). */
export function slackSender({ url = '' }: ChannelConfig, clock: Clock): ChannelSender {
  return {
    destination: shownUrl(url),
    send: ({ text }, signal) => {
      const body = JSON.stringify({ text: slackText(text) });
      return postJson({ url, body, headers: {}, secrets: [], nowMs: clock.nowMs() }, signal);
    },
  };
}

/** Without width: between these characters it ends what they would begin, and the text reads the same. */
const apart = '\u200b';

/**
 * Text as Slack wants it: `&`, `<` and `>` would begin links, and calls to everybody. Mattermost and others also read `@channel` and
 * `[text](url)` as such, and names of tables may hold both.
 */
export function slackText(text: string): string {
  const shown = text.length > longest ? `${text.slice(0, longest)}\n… the rest is on the page.` : text;
  return shown
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('](', `]${apart}(`)
    .replace(/@(?=(?:channel|here|all|everyone|group)\b)/gi, `@${apart}`)
    .trimEnd();
}
