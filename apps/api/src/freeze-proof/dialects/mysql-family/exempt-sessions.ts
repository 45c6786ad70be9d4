import type { ServerConnection, StatementBounds } from '@cutover/databases';
import { familyEngine } from '@cutover/databases/mysql-family';
import { grantStatement, suggestedFor } from '@cutover/databases/suggested-statements';
import { exemptWriters } from '../../../target-writable/dialects/mysql-family/find-writers.js';
import { readPrivileges } from '../../../target-writable/dialects/mysql-family/target-writable.js';
import { guardStatement, type VariableRow } from '../../../target-writable/dialects/mysql-family/statements.js';
import type { ExemptSession, ExemptSessions, SideReading } from '../../freeze-proof-dialect.js';
import { readThreads, type Thread } from './threads.js';

/**
 * Who is connected and may write in spite of read_only. Accounts are told by the name of the user alone: an account of
 * that name from another host counts too. Rejects as `query` does.
 */
export async function exemptSessions(
  server: ServerConnection,
  guard: SideReading['guard'],
  bounds: StatementBounds,
): Promise<ExemptSessions> {
  if (guard === 'all') return { sessions: [], grant: null, unjudged: 0 };
  const threads = await readThreads(server, bounds);
  if (threads === null)
    return { sessions: [], grant: grantStatement('PROCESS ON *.*', suggestedFor(server)), unjudged: 0 };
  if (threads.length === 0) return { sessions: [], grant: null, unjudged: 0 };
  const variables = await server.query<VariableRow>(guardStatement, [], bounds);
  const everybodys = variables.find(({ Variable_name }) => Variable_name.toLowerCase() === 'mandatory_roles')?.Value;
  const privileges = await readPrivileges(server, familyEngine(server.engine), everybodys ?? '', bounds);
  if (privileges === null)
    return {
      ...{ sessions: [], unjudged: threads.length },
      grant: grantStatement('SELECT ON mysql.*', suggestedFor(server)),
    };
  const users = exemptWriters(privileges, guard);
  return { sessions: threads.filter(({ user }) => users.has(user)).map(sessionOf), grant: null, unjudged: 0 };
}

/** Pure. */
export function sessionOf({ id, user, host, command, seconds, state }: Thread): ExemptSession {
  const doing = command === 'Sleep' ? `idle for ${seconds} s` : `${state || command} for ${seconds} s`;
  return { id, account: `${user}@${host.replace(/:\d+$/, '')}`, doing, end: `KILL ${id};` };
}
