import type { ServerConnection } from '../../session/server-connection.js';
import { quoteIdentifier } from './quote-identifier.js';

/** What gives our account a right, as an administrator runs it in this database. `right`: what stands between GRANT and TO. */
export function grantToUs(right: string, server: Pick<ServerConnection, 'identity'>): string {
  return `GRANT ${right} TO ${quoteIdentifier(server.identity()?.account ?? '')};`;
}
