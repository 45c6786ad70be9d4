import type { HoldUp, HoldUpKind, SideSessions } from '@cutover/contracts';
import { isRightMissing, type ServerConnection, type StatementBounds } from '@cutover/databases';
import { familyEngine } from '@cutover/databases/mysql-family';
import { grantStatement, suggestedFor } from '@cutover/databases/suggested-statements';
import { lastingSeconds, type SessionsDialect } from '../../sessions-dialect.js';
import { holdUpOf, kindOf, preparedOf } from './classify-session.js';
import {
  preparedStatements,
  transactionsStatement,
  workingStatement,
  type PreparedRow,
  type SessionRow,
} from './statements.js';

type Unknown = SideSessions['unknown'];

/** What one statement told, and what it could not tell. */
interface Part {
  holdUps: HoldUp[];
  unknown: Unknown;
}

/** MariaDB and MySQL: three statements. */
export const mysqlFamilySessions: SessionsDialect = {
  async read(server, bounds) {
    const parts = [await readSessions(server, bounds), await readPrepared(server, bounds)];
    return {
      holdUps: parts.flatMap(({ holdUps }) => holdUps),
      unknown: parts.flatMap(({ unknown }) => unknown),
    };
  },
};

function readSessions(server: ServerConnection, bounds: StatementBounds): Promise<Part> {
  const engine = familyEngine(server.engine);
  // The first one is denied without PROCESS; the second would silently show our own sessions alone.
  const kinds: HoldUpKind[] = ['transaction', 'lock-wait', 'backup', 'ddl'];
  return deniedOr(server, kinds, 'PROCESS', 'what other sessions do', async () => {
    const open = await server.query<SessionRow>(transactionsStatement(engine), [lastingSeconds], bounds);
    const working = await server.query<SessionRow>(workingStatement(engine), [], bounds);
    const classified = working.flatMap((row) => {
      const kind = kindOf(row);
      return kind === null ? [] : [holdUpOf(kind, row, server)];
    });
    return [...open.map((row) => holdUpOf('transaction', row, server)), ...classified];
  });
}

function readPrepared(server: ServerConnection, bounds: StatementBounds): Promise<Part> {
  const engine = familyEngine(server.engine);
  return deniedOr(server, ['prepared'], 'XA_RECOVER_ADMIN', 'prepared transactions', async () =>
    (await server.query<PreparedRow>(preparedStatements[engine], [], bounds)).map((row) => preparedOf(engine, row)),
  );
}

async function deniedOr(
  server: ServerConnection,
  kinds: readonly HoldUpKind[],
  right: string,
  what: string,
  read: () => Promise<HoldUp[]>,
): Promise<Part> {
  try {
    return { holdUps: await read(), unknown: [] };
  } catch (error) {
    if (!isRightMissing(error)) throw error;
    const grant = grantStatement(`${right} ON *.*`, suggestedFor(server));
    const reason = `the account may not see ${what}`;
    return { holdUps: [], unknown: kinds.map((kind) => ({ kind, reason, grant })) };
  }
}
