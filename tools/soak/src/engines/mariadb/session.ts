import type { Connection, ResultSetHeader, RowDataPacket } from 'mysql2/promise';
import type { Lab, Role } from '@cutover/lab';
import { soakDatabase } from '../../stage/soak-rows.js';

/**
 * The soak sets hostile values at global level, which must not change what the soak itself does. A wait for a lock is
 * short: the product may hold one for some seconds only.
 */
const pinned = [
  "SET SESSION sql_mode = 'STRICT_TRANS_TABLES', autocommit = 1, completion_type = 0, sql_select_limit = DEFAULT",
  'SET SESSION sql_big_selects = 1, max_join_size = DEFAULT, tx_read_only = 0, sql_auto_is_null = 0',
  "SET SESSION tx_isolation = 'REPEATABLE-READ', time_zone = '+00:00', div_precision_increment = 4",
  'SET SESSION idle_transaction_timeout = 0, max_statement_time = 0, lock_wait_timeout = 30',
  'SET SESSION innodb_lock_wait_timeout = 10',
];

/** Makes an open connection of root independent of the settings at global level. */
async function pin(connection: Connection): Promise<void> {
  for (const statement of pinned) await connection.query(statement);
  await connection.query(`USE ${soakDatabase}`);
}

/** Lends a root connection of one side. */
export async function onSide<R>(lab: Lab, role: Role, work: (connection: Connection) => Promise<R>): Promise<R> {
  return lab.withAdmin(role, async (connection) => {
    await pin(connection);
    return work(connection);
  });
}

/** Writes on the target alone, as a hand or a stray program would; how many rows were written. */
export async function writeOnTarget(lab: Lab, statement: string): Promise<number> {
  return onSide(lab, 'target', async (connection) => {
    await connection.query('SET SESSION sql_log_bin = 0');
    const [result] = await connection.query<ResultSetHeader>(statement);
    return result.affectedRows;
  });
}

/** Runs statements on the source, each replicated. */
export async function writeOnSource(lab: Lab, ...statements: readonly string[]): Promise<void> {
  await onSide(lab, 'source', async (connection) => {
    for (const statement of statements) await connection.query(statement);
  });
}

/** The rows that a statement returns. */
export async function rowsOf(connection: Connection, statement: string): Promise<RowDataPacket[]> {
  const [rows] = await connection.query<RowDataPacket[]>(statement);
  return rows;
}
