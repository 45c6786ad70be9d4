import type { ServerConnection, StatementBounds } from '@cutover/databases';
import { grantToUs, quoteLiteral } from '@cutover/databases/postgres';
import { readWriters } from '../../../target-writable/dialects/postgres/target-writable.js';
import type { ExemptSession, ExemptSessions, SideReading, WatchedScope } from '../../freeze-proof-dialect.js';
import { connectedStatement, type ConnectedRow } from './statements.js';

/**
 * Whoever is connected to the database, with a role that may write to a watched table: a session that is read only by its default
 * may undo that, and one that was there before the freeze is not read only. Rejects as `query` does.
 */
export async function exemptSessions(
  server: ServerConnection,
  _guard: SideReading['guard'],
  bounds: StatementBounds,
  watched: WatchedScope,
): Promise<ExemptSessions> {
  const connected = await server.query<ConnectedRow>(connectedStatement, [], bounds);
  const writers = new Set((await readWriters(server, watched, bounds)).map(({ account }) => account));
  const hidden = connected.filter(({ kind }) => kind === null).length;
  return {
    sessions: connected.filter((row) => row.kind !== null && mayWrite(row, writers)).map(sessionOf),
    grant: hidden > 0 ? grantToUs('pg_monitor', server) : null,
    unjudged: hidden,
  };
}

/**
 * Workers of the server itself, those of a subscription among them, have the rights of their owner or all. What a transaction has
 * written it may commit, whatever rights were taken away since.
 */
function mayWrite({ kind, account, has_written }: ConnectedRow, writers: ReadonlySet<string>): boolean {
  return has_written || kind !== 'client backend' || account === null || writers.has(account);
}

function sessionOf({ id, account, host, kind, doing }: ConnectedRow): ExemptSession {
  const who = `${account ?? 'the server'}${host === null ? '' : `@${host}`}`;
  const isClient = kind === 'client backend';
  return {
    ...{ id, account: isClient ? who : `${kind ?? ''} of ${who}`, doing: doing ?? 'not told' },
    end: kind === 'prepared' ? `ROLLBACK PREPARED ${quoteLiteral(id)};` : `SELECT pg_terminate_backend(${id});`,
  };
}
