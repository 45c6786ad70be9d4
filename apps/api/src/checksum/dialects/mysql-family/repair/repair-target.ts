import type { StatementRunnerLike } from '@cutover/databases';
import { quoteAccount } from '@cutover/databases/mysql-family';

/** The statements on which a trigger fires. */
export type TriggerEvent = 'INSERT' | 'UPDATE' | 'DELETE';

/** What a repair script must know of its target. */
export interface RepairTarget {
  /** What distinguishes the server from others: the script refuses to run elsewhere. */
  server: { serverId: string; hostname: string; port: string };
  /**
   * The triggers of the table; null: unknown, because the account lacks the right TRIGGER. A server then lists none,
   * without an error.
   */
  triggers: readonly { name: string; timing: string; event: TriggerEvent }[] | null;
}

/**
 * Time limit of one statement. The answer comes from the dictionary, which may be slow on a server with very many
 * tables.
 */
const questionMs = 5_000;

const serverStatement =
  'SELECT CAST(@@server_id AS CHAR) AS serverId, @@hostname AS hostname, CAST(@@port AS CHAR) AS port, CURRENT_USER() AS account';

const rightStatement = `SELECT 1
  FROM information_schema.USER_PRIVILEGES WHERE GRANTEE = ? AND PRIVILEGE_TYPE = 'TRIGGER'
  UNION SELECT 1 FROM information_schema.SCHEMA_PRIVILEGES WHERE GRANTEE = ? AND PRIVILEGE_TYPE = 'TRIGGER'
    AND BINARY ? LIKE BINARY TABLE_SCHEMA
  UNION SELECT 1 FROM information_schema.TABLE_PRIVILEGES WHERE GRANTEE = ? AND PRIVILEGE_TYPE = 'TRIGGER'
    AND BINARY ? = BINARY TABLE_SCHEMA AND BINARY ? = BINARY TABLE_NAME`;

const triggersStatement = `SELECT TRIGGER_NAME AS name, ACTION_TIMING AS timing, EVENT_MANIPULATION AS event
  FROM information_schema.TRIGGERS WHERE EVENT_OBJECT_SCHEMA = ? AND EVENT_OBJECT_TABLE = ?
  ORDER BY EVENT_MANIPULATION, ACTION_TIMING, ACTION_ORDER`;

/**
 * Reads it from the target; null when that cannot be asked. A right that comes by a role is not seen, and counts as
 * missing. Rejects only when aborted.
 */
export async function readRepairTarget(
  target: StatementRunnerLike,
  database: string,
  table: string,
  signal?: AbortSignal,
): Promise<RepairTarget | null> {
  const bounds = { timeoutMs: questionMs, signal };
  try {
    const [row] = await target.query<RepairTarget['server'] & { account: string }>(serverStatement, [], bounds);
    if (row === undefined) return null;
    const { account, ...server } = row;
    const grantee = quoteAccount(account);
    const names = [grantee, grantee, database, grantee, database, table];
    const maySee = (await target.query(rightStatement, names, bounds)).length > 0;
    const triggers = maySee ? await target.query<object>(triggersStatement, [database, table], bounds) : null;
    return { server, triggers: triggers as RepairTarget['triggers'] };
  } catch {
    signal?.throwIfAborted();
    return null;
  }
}
