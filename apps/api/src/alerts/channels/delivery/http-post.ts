import { attemptLimitMs, DeliveryFailure } from './channel-sender.js';
import { networkFault, timedOut } from './network-fault.js';
import { parseRetryAfter } from './retry-after.js';
import { secretsOf, withoutSecrets } from './without-secrets.js';

/** So much of an answer is read, in characters; the rest is not waited for. */
const readCharacters = 2_000;

/** The status decides; what the other side says beside it is a courtesy, and a body that does not end is not waited for. */
const bodyLimitMs = 2_000;

/** A body that is posted, and what must never be shown of it. */
export interface HttpPost {
  url: string;
  body: string;
  headers: Readonly<Record<string, string>>;
  secrets: readonly (string | undefined)[];
  nowMs: number;
}

/**
 * Posts JSON and answers `HTTP 200: …`. Redirects are not followed: they would carry the message to an address that nobody
 * configured. Rejects with DeliveryFailure for anything but 2xx.
 */
export async function postJson(post: HttpPost, signal: AbortSignal): Promise<string> {
  const limit = AbortSignal.timeout(attemptLimitMs);
  try {
    const response = await fetch(post.url, {
      method: 'POST',
      body: post.body,
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'user-agent': 'cutover',
        // Messages are rare: a connection that is kept has been ended by the other side when the next one is sent.
        connection: 'close',
        ...post.headers,
      },
      redirect: 'manual',
      signal: AbortSignal.any([signal, limit]),
    });
    const said = withoutSecrets(await beginningOf(response), [...secretsOf(post.url), ...post.secrets]);
    const answer = said === '' ? `HTTP ${response.status}` : `HTTP ${response.status}: ${said}`;
    if (response.ok) return answer;
    throw refusal(response, answer, post.nowMs);
  } catch (error) {
    if (error instanceof DeliveryFailure) throw error;
    if (signal.aborted) throw signal.reason;
    const { reason, action } = limit.aborted ? timedOut() : networkFault(error);
    throw new DeliveryFailure(`Not reached: ${reason}`, action);
  }
}

/** What came of the body within its limit. Never rejects: one that is cut off takes nothing from the status. */
async function beginningOf({ body }: Response): Promise<string> {
  if (body === null) return '';
  let text = '';
  const decoder = new TextDecoder();
  const reader = (body as ReadableStream<Uint8Array>).getReader();
  const hangUp = (): void => void reader.cancel().catch(() => undefined);
  const limit = setTimeout(hangUp, bodyLimitMs);
  try {
    while (text.length < readCharacters) {
      const { done, value } = await reader.read();
      if (done) break;
      text += decoder.decode(value, { stream: true });
    }
  } catch {
    // It was cut off: the status has been told before.
  } finally {
    clearTimeout(limit);
    hangUp();
  }
  return text.slice(0, readCharacters);
}

/** It was read and will never be taken: something is wrong with this message, not with the channel. */
const refusedMessages: readonly number[] = [400, 413, 422];

function refusal({ status, headers }: Response, answer: string, nowMs: number): DeliveryFailure {
  const retryAfterMs = parseRetryAfter(headers.get('retry-after'), nowMs);
  return new DeliveryFailure(answer, actionFor(status), {
    isRefusal: refusedMessages.includes(status),
    ...(retryAfterMs === null ? {} : { retryAfterMs }),
  });
}

function actionFor(status: number): string {
  if (status >= 300 && status < 400) return 'Redirects are not followed: write the address it leads to into url.';
  if (status === 401 || status === 403) return 'It does not accept us: check url and secret on both sides.';
  if (status === 404 || status === 410)
    return 'There is nothing at this address: make a new webhook there, and write its address into url.';
  if (status === 429) return 'It asks for fewer messages: nothing to do, it is tried again when it says so.';
  if (status >= 500) return 'It is out of order: look at that service. It is tried again by itself.';
  return 'It does not take the message: look at what it says.';
}
