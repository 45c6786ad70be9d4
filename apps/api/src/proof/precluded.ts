import { roles, type ConnectionStatus, type ServerStatus } from '@cutover/contracts';
import type { WatchedTable } from '../tables/tables.service.js';

/** Why a table cannot be compared at all, known before any statement is sent. null: it can. */
export function precluded(status: ConnectionStatus, table: WatchedTable): string | null {
  if (status.sameServer)
    return 'Source and target are the same server, so equal would prove nothing: correct host and port of one side in the configuration';
  for (const role of roles) if (status[role].state !== 'up') return describeUnreachable(role, status[role]);
  if (table.source === null && table.target === null)
    return 'The table exists on neither side, or the account may not see it: check its spelling in the configuration and the grants';
  for (const role of roles)
    if (table[role]?.kind === 'view')
      return `It is a view on the ${role}, and a view holds no rows of its own: leave it out with excludeTables`;
  return null;
}

/** One sentence: which side does not answer, since when, why and what to do. */
export function describeUnreachable(role: string, side: ServerStatus): string {
  const fault = side.lastFault === null ? '' : `: ${sentence(side.lastFault.message)} ${side.lastFault.action}`;
  if (side.state === 'connecting') return `The ${role} has not answered yet${fault}`;
  return `The ${role} is down since ${side.since}${fault}`;
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
