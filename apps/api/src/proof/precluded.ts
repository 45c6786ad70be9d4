import { roles, type ConnectionStatus, type Role, type ServerStatus } from '@cutover/contracts';
import type { WatchedTable } from '../tables/tables.service.js';

/**
 * Why a table cannot be compared, as far as that is known before any statement is sent; null: it can. The reason says
 * what to do.
 */
export function precluded(status: ConnectionStatus, table: WatchedTable): string | null {
  if (status.sameServer)
    return 'Source and target are the same server, so equal would prove nothing: correct host and port of one side in the configuration';
  for (const role of roles) if (status[role].state !== 'up') return notCompared(role, status[role]);
  if (table.source === null && table.target === null)
    return 'The table exists on neither side, or the account may not see it: check its spelling in the configuration and the grants';
  for (const role of roles)
    if (table[role]?.kind === 'view')
      return `It is a view on the ${role}, and a view holds no rows of its own: leave it out with excludeTables`;
  return null;
}

/**
 * The sentence is shown until the next comparison, when the side may long be back: so it is in the past tense. What to
 * do about the side is shown on its card.
 */
function notCompared(role: Role, { lastFault }: ServerStatus): string {
  return `Not compared: the ${role} did not answer${lastFault === null ? '' : ` (${lastFault.headline})`}; it is compared again when it does`;
}
