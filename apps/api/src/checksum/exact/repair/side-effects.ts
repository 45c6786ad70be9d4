import { quoteAccount } from '../../../connections/privilege-names.js';
import type { ServerConnection } from '../../../connections/server-connection.js';

/** What a trigger waits for. */
export type TriggerEvent = 'INSERT' | 'UPDATE' | 'DELETE';

/** How far the account sees: without the right TRIGGER a server lists neither triggers nor foreign keys, and says nothing of it. */
export type Sight = 'server' | 'database' | 'table' | 'nothing';

/** What changes beside a row that is repaired on the target. */
export interface SideEffects {
  sight: Sight;
  triggers: readonly { name: string; timing: string; event: TriggerEvent }[];
  /** Foreign keys of other tables, or its own, that refer to the table. */
  references: readonly { database: string; table: string; onDelete: string; onUpdate: string }[];
}

type Target = Pick<ServerConnection, 'query'>;

/** Answered from the dictionary; a server with very many tables may take longer, and is then not waited for. */
const questionMs = 5_000;

const sightStatement = `SELECT CASE
  WHEN EXISTS (SELECT 1 FROM information_schema.USER_PRIVILEGES WHERE GRANTEE = ? AND PRIVILEGE_TYPE = 'TRIGGER')
    THEN 'server'
  WHEN EXISTS (SELECT 1 FROM information_schema.SCHEMA_PRIVILEGES WHERE GRANTEE = ? AND PRIVILEGE_TYPE = 'TRIGGER'
    AND BINARY ? LIKE BINARY TABLE_SCHEMA) THEN 'database'
  WHEN EXISTS (SELECT 1 FROM information_schema.TABLE_PRIVILEGES WHERE GRANTEE = ? AND PRIVILEGE_TYPE = 'TRIGGER'
    AND BINARY ? = BINARY TABLE_SCHEMA AND BINARY ? = BINARY TABLE_NAME) THEN 'table'
  ELSE 'nothing' END AS sight`;

const triggersStatement = `SELECT TRIGGER_NAME AS name, ACTION_TIMING AS timing, EVENT_MANIPULATION AS event
  FROM information_schema.TRIGGERS WHERE EVENT_OBJECT_SCHEMA = ? AND EVENT_OBJECT_TABLE = ?
  ORDER BY EVENT_MANIPULATION, ACTION_TIMING, ACTION_ORDER`;

const referencesStatement = `SELECT CONSTRAINT_SCHEMA AS \`database\`, TABLE_NAME AS \`table\`, DELETE_RULE AS onDelete, UPDATE_RULE AS onUpdate
  FROM information_schema.REFERENTIAL_CONSTRAINTS WHERE UNIQUE_CONSTRAINT_SCHEMA = ? AND REFERENCED_TABLE_NAME = ?
  ORDER BY CONSTRAINT_SCHEMA, TABLE_NAME`;

/** Asks the target; null when it cannot be asked. Rights that come by a role are not seen, and count as none. */
export async function readSideEffects(
  target: Target,
  database: string,
  table: string,
  signal?: AbortSignal,
): Promise<SideEffects | null> {
  const bounds = { timeoutMs: questionMs, ...(signal === undefined ? {} : { signal }) };
  try {
    const [account] = await target.query<{ name: string }>('SELECT CURRENT_USER() AS name', [], bounds);
    const grantee = quoteAccount(account?.name ?? '');
    const sighted = [grantee, grantee, database, grantee, database, table];
    const [seen] = await target.query<{ sight: Sight }>(sightStatement, sighted, bounds);
    return {
      sight: seen?.sight ?? 'nothing',
      triggers: await target.query(triggersStatement, [database, table], bounds),
      references: await target.query(referencesStatement, [database, table], bounds),
    };
  } catch {
    signal?.throwIfAborted();
    return null;
  }
}
