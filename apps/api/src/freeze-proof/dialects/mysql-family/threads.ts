import { isRightMissing, type ServerConnection, type StatementBounds } from '@cutover/databases';
import { familyEngine, type FamilyEngine } from '@cutover/databases/mysql-family';

/** A connection of somebody else. */
export interface Thread {
  id: string;
  user: string;
  host: string;
  command: string;
  seconds: number;
  state: string;
  /** The first 100 characters of its statement; it never leaves this process. */
  statement: string;
}

interface ThreadRow {
  Id: unknown;
  User: string;
  Host: string | null;
  Command: string;
  Time: unknown;
  State: string | null;
  Info: string | null;
}

/** Needs PROCESS on both engines, while SHOW PROCESSLIST without it shows our own connections and no error. */
const processRightProbe = 'SELECT 1 FROM information_schema.INNODB_TRX LIMIT 0';

/**
 * Connections of others: neither ours (told by the user's name) nor those of replication and of the server itself. null:
 * our account may not see them (PROCESS). Rejects as `query` does.
 */
export async function readThreads(server: ServerConnection, bounds: StatementBounds): Promise<Thread[] | null> {
  try {
    await server.query(processRightProbe, [], bounds);
  } catch (error) {
    if (isRightMissing(error)) return null;
    throw error;
  }
  const rows = await server.query<ThreadRow>('SHOW PROCESSLIST', [], bounds);
  const account = server.identity()?.account ?? '';
  const ours = account.slice(0, Math.max(0, account.lastIndexOf('@')));
  return rows.filter(({ User, Command }) => User !== ours && !isServersOwn(User, Command)).map(threadOf);
}

function isServersOwn(user: string, command: string): boolean {
  return ['system user', 'event_scheduler'].includes(user) || command.startsWith('Binlog Dump') || command === 'Daemon';
}

function threadOf(row: ThreadRow): Thread {
  return {
    ...{ id: String(row.Id), user: row.User, host: row.Host ?? '', command: row.Command },
    ...{ seconds: Number(row.Time ?? 0), state: row.State ?? '', statement: row.Info ?? '' },
  };
}

/** A transaction that is open on the server. */
export interface OpenTransaction {
  threadId: string;
  seconds: number;
}

/** `trx_started` is in the time zone of the system with MariaDB, in that of the session with MySQL. */
const nowForTransactions: Readonly<Record<FamilyEngine, string>> = {
  mariadb: "CONVERT_TZ(UTC_TIMESTAMP(), '+00:00', 'SYSTEM')",
  mysql: 'NOW()',
};

/** Transactions that are open for so long or longer, the oldest first. Needs PROCESS. Rejects as `query` does. */
export async function readTransactions(
  server: ServerConnection,
  atLeastSeconds: number,
  bounds: StatementBounds,
): Promise<OpenTransaction[]> {
  const age = `TIMESTAMPDIFF(SECOND, trx_started, ${nowForTransactions[familyEngine(server.engine)]})`;
  const rows = await server.query<{ id: unknown; seconds: unknown }>(
    `SELECT trx_mysql_thread_id AS id, ${age} AS seconds FROM information_schema.INNODB_TRX WHERE ${age} >= ? ORDER BY trx_started LIMIT 100`,
    [atLeastSeconds],
    bounds,
  );
  return rows.map(({ id, seconds }) => ({ threadId: String(id), seconds: Number(seconds) }));
}
