import type { HoldUp, HoldUpKind, SideSessions } from '@cutover/contracts';
import type { ServerConnection, StatementBounds } from '@cutover/databases';
import { catalogOf, grantToUs, quoteLiteral } from '@cutover/databases/postgres';
import type { SessionsDialect } from '../../sessions-dialect.js';
import {
  concernedDatabasesStatement,
  maySeeStatement,
  preparedStatement,
  sessionsStatement,
  type PreparedRow,
  type SessionRow,
} from './statements.js';
import { withoutValues } from './without-values.js';

/** Since then pg_locks tells since when a session waits (catalog/version-13.ts). */
const waitsToldSince = 140_000;
const waitsNotTold = 'PostgreSQL tells since when a session waits for a lock from version 14 on';

/** What is of the whole server is read once for all of its databases that ask within this time: half of their interval. */
const freshMs = 5_000;

/** Which database has something to tell may change with every moment. */
const concernedFreshMs = 1_000;

/** What only the sessions of others tell. */
const ofSessions: readonly HoldUpKind[] = ['transaction', 'lock-wait', 'backup', 'ddl'];

/** PostgreSQL: sessions of the database, base backups of the server, and prepared transactions, which everybody may see. */
export const postgresSessions: SessionsDialect = {
  async read(server, bounds) {
    const { value: all } = await server.ofServer('prepared transactions', freshMs, () =>
      server.query<PreparedRow>(preparedStatement, [], bounds),
    );
    const prepared = all.filter(({ database }) => database === server.database);
    const right = await server.ofServer('right to see sessions', freshMs, () =>
      server.query<{ may_see: boolean }>(maySeeStatement, [], bounds),
    );
    if (right.value[0]?.may_see !== true)
      return { holdUps: prepared.map(preparedOf), unknown: hidden(grantToUs('pg_monitor', server)) };
    const sessions = (await isConcerned(server, bounds))
      ? await server.query<SessionRow>(sessionsStatement(catalogOf(server)), [], bounds)
      : [];
    const isOld = (server.identity()?.versionNumber ?? 0) < waitsToldSince;
    return {
      holdUps: [...sessions.map(holdUpOf), ...prepared.map(preparedOf)],
      unknown: isOld ? [{ kind: 'lock-wait', reason: waitsNotTold, grant: null }] : [],
    };
  },
};

/** Whether the database has a session to tell of. One question to the server says it for all its databases, of which few have one. */
async function isConcerned(server: ServerConnection, bounds: StatementBounds): Promise<boolean> {
  const { value: concerned } = await server.ofServer(
    'databases with sessions to tell of',
    concernedFreshMs,
    async (databases) =>
      databases.length === 1
        ? null
        : server.query<{ database: string | null }>(concernedDatabasesStatement(catalogOf(server)), [], bounds),
  );
  return concerned === null || concerned.some(({ database }) => database === null || database === server.database);
}

function hidden(grant: string): SideSessions['unknown'] {
  return ofSessions.map((kind) => ({ kind, reason: 'the account may not see what other sessions do', grant }));
}

/** Pure: one session as people read it. */
export function holdUpOf(row: SessionRow): HoldUp {
  const { kind, pid, account, host, backend_type, state, query, seconds } = row;
  const isClient = backend_type === 'client backend' || backend_type === 'walsender';
  return {
    ...{ kind, name: `session ${pid}`, forSeconds: seconds, isIdle: state?.startsWith('idle') === true },
    account: isClient && account !== null ? `${account}${host === null ? '' : `@${host}`}` : workerOf(backend_type),
    doing: query === null || query === '' ? null : withoutValues(query),
    behind: behindOf(row),
    // A worker of a subscription comes back at once; who ends it ends nothing.
    end: kind === 'lock-wait' ? endBlocker(row) : isClient ? `SELECT pg_terminate_backend(${pid})` : null,
  };
}

/** Whom it waits for. */
function behindOf(row: SessionRow): string | null {
  if (row.is_behind_prepared === true) return 'a prepared transaction';
  const { blocker, blocker_account, blocker_state, blocker_seconds } = row;
  if (blocker === null) return null;
  const state = blocker_state === null || blocker_seconds === null ? '' : `, ${blocker_state} for ${blocker_seconds} s`;
  return `session ${blocker} of ${blocker_account ?? 'the server'}${state}`;
}

/** Who waits goes on when the other one has ended. */
function endBlocker({ blocker, blocker_account }: SessionRow): string | null {
  return blocker === null || blocker_account === null ? null : `SELECT pg_terminate_backend(${blocker})`;
}

function workerOf(backendType: string | null): string {
  return backendType?.startsWith('logical replication') === true ? 'replication' : (backendType ?? 'the server');
}

function preparedOf({ gid, account, seconds }: PreparedRow): HoldUp {
  return {
    ...{
      kind: 'prepared',
      name: `prepared ${gid}`,
      account,
      forSeconds: seconds,
      isIdle: true,
      doing: null,
      behind: null,
    },
    end: `ROLLBACK PREPARED ${quoteLiteral(gid)}`,
  };
}
