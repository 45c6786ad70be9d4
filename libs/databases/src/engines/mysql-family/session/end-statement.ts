import { createConnection, type Connection, type ConnectionOptions } from 'mysql2/promise';
import { hangUp } from './hang-up.js';
import { endWithinMs } from '../../../session/connection-limits.js';
import { within } from '../../../session/within.js';

/**
 * Ends what a server thread runs, over a connection of its own: the pool may be full of the very statements that are
 * to be ended. An account may always end its own statements; no right is needed. Resolves to false when the server
 * could not be told, or when the thread is not ours; never rejects and never takes longer than three seconds.
 */
export async function endStatement(options: ConnectionOptions, threadId: number): Promise<boolean> {
  return (await within(endWithinMs, kill(options, threadId))) ?? false;
}

async function kill(options: ConnectionOptions, threadId: number): Promise<boolean> {
  try {
    const connection = await createConnection({ ...options, connectTimeout: endWithinMs });
    // Without a listener a server that goes away right now would end this process.
    connection.on('error', () => undefined);
    try {
      if (!(await isOurs(connection, threadId))) return false;
      await connection.query(`KILL QUERY ${Math.trunc(threadId)}`);
      return true;
    } finally {
      void hangUp(connection);
    }
  } catch {
    return false;
  }
}

/**
 * Whether the thread belongs to our account. A server that was started again, or another one that has taken over the address,
 * counts its threads from 1: the number is then that of a stranger, whom an account with CONNECTION ADMIN or SUPER may end.
 */
async function isOurs(connection: Connection, threadId: number): Promise<boolean> {
  const [threads] = await connection.query('SHOW PROCESSLIST');
  const userOf = (id: number): string | undefined =>
    (threads as ThreadRow[]).find((thread) => Number(thread.Id) === id)?.User;
  const owner = userOf(threadId);
  return owner !== undefined && owner === userOf(connection.threadId);
}

interface ThreadRow {
  Id: string | number;
  User: string;
}
