import { createHmac } from 'node:crypto';

/**
 * The signature of a webhook: HMAC-SHA256 over `<timestamp>.<body>`, as `sha256=` and hex digits. The timestamp is signed along,
 * so that a recorded message cannot be sent again later.
 */
export function signatureOf(secret: string, timestampSeconds: number, body: string): string {
  return `sha256=${createHmac('sha256', secret).update(`${timestampSeconds}.${body}`).digest('hex')}`;
}
