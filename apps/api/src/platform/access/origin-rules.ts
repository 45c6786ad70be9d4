import type { IncomingHttpHeaders } from 'node:http';
import type { CutoverConfig } from '../../config/config.schema.js';
import { isLoopback } from '../../config/loopback.js';
import { UserError } from '../../failures/failures.js';

/**
 * Without a login anyone who reaches the port is an operator. A foreign page can reach it through the user's browser by
 * pointing its own name at 127.0.0.1 (DNS rebinding); the Host header then still names the foreign page.
 * Throws 403 HOST_REFUSED.
 */
export function refuseForeignHost(headers: IncomingHttpHeaders, config: CutoverConfig): void {
  if (config.auth.users.length > 0) return;
  const name = hostNameOf(headers.host);
  if (name !== null && (isLoopback(name) || name === config.server.host.toLowerCase())) return;
  throw new UserError(
    403,
    'HOST_REFUSED',
    'Open Cutover as localhost or 127.0.0.1; other host names need users under auth in the configuration.',
  );
}

/**
 * Browsers send Basic logins along with requests that foreign pages make. Whatever changes something, and every socket,
 * must come from our own pages, from `server.corsOrigins`, or from no browser at all. Throws 403 CROSS_SITE_REFUSED.
 */
export function refuseForeignSite(headers: IncomingHttpHeaders, config: CutoverConfig): void {
  const { origin, host } = headers;
  const site = headers['sec-fetch-site'];
  if (origin !== undefined && config.server.corsOrigins.includes(origin)) return;
  // Pages cannot forge Sec-Fetch-Site; browsers send it on https and localhost only, hence the second test.
  if (site === 'same-origin' || site === 'none') return;
  if (site === undefined && (origin === undefined || isOwnOrigin(origin, host))) return;
  throw new UserError(
    403,
    'CROSS_SITE_REFUSED',
    'This came from a page of another site. List its origin in server.corsOrigins if it is yours.',
  );
}

function isOwnOrigin(origin: string, host: string | undefined): boolean {
  const url = URL.canParse(origin) ? new URL(origin) : null;
  return url !== null && host !== undefined && url.host === host.toLowerCase();
}

function hostNameOf(host: string | undefined): string | null {
  if (host === undefined || !URL.canParse(`http://${host}`)) return null;
  const url = new URL(`http://${host}`);
  return url.pathname === '/' && url.username === '' ? url.hostname.toLowerCase() : null;
}
