import type { StatementBounds, StatementRunnerLike } from '../../session/server-connection.js';
import type { FamilyEngine } from './server-identity.js';
import { readVisibleRights } from './read-visible-rights.js';
import type { VisibleRights } from './visible-rights.js';

/**
 * The rights one of which, given on `*.*`, makes information_schema list every table. SHOW VIEW is the smallest: it reads no row.
 */
const showing = 'SELECT,SHOW VIEW,INSERT,UPDATE,DELETE,CREATE,DROP,INDEX,ALTER,TRIGGER'.split(',');

/** Tables that are there on every server of a kind, and that nobody gives a right on. */
const witnesses = [
  ['mysql', 'help_topic'],
  ['sys', 'sys_config'],
] as const;

/**
 * Whether information_schema lists every table of the server to this session. A right on `*.*` holds for sessions opened after it was
 * given, so that SHOW GRANTS alone would promise too much: the session must see a table that nothing else shows it. Rejects as a
 * statement does.
 */
export async function listsAllTables(
  server: StatementRunnerLike,
  engine: FamilyEngine,
  bounds: StatementBounds,
): Promise<boolean> {
  const rights = await readVisibleRights(server, engine, bounds);
  if (!seesAllTables(rights)) return false;
  const isNamed = (database: string, table: string): boolean =>
    showing.some((right) => !rights.everywhere(right) && rights.onTable(right, database, table));
  const hidden = witnesses.filter(([database, table]) => !isNamed(database, table));
  if (hidden.length === 0) return true;
  const isOneOf = hidden.map(() => '(TABLE_SCHEMA = ? AND TABLE_NAME = ?)').join(' OR ');
  const sql = `SELECT TABLE_NAME AS name FROM information_schema.TABLES WHERE ${isOneOf}`;
  return (await server.query(sql, hidden.flat(), bounds)).length > 0;
}

/** Pure: whether information_schema lists every table to sessions of an account with these rights. */
export function seesAllTables(rights: Pick<VisibleRights, 'everywhere' | 'isTakenAway'>): boolean {
  return showing.some((right) => rights.everywhere(right) && !rights.isTakenAway(right));
}
