import type { IncomingMessage } from 'node:http';

/**
 * Address of the client. With `trustsProxy` the last entry of X-Forwarded-For, which the one proxy before us wrote;
 * entries before it are whatever the client likes to claim.
 */
export function clientAddress(request: IncomingMessage, trustsProxy: boolean): string | undefined {
  const peer = request.socket.remoteAddress;
  if (!trustsProxy) return peer;
  const forwarded = request.headers['x-forwarded-for'];
  const last = (Array.isArray(forwarded) ? forwarded.join(',') : (forwarded ?? '')).split(',').at(-1)?.trim();
  return last ? last : peer;
}
