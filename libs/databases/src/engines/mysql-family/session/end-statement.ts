import { createConnection, type ConnectionOptions } from 'mysql2/promise';
import { hangUp } from './hang-up.js';
import { endWithinMs } from '../../../session/connection-limits.js';
import { within } from '../../../session/within.js';

/**
 * Ends what a server thread runs, over a connection of its own: the pool may be full of the very statements that are
 * to be ended. An account may always end its own statements; no right is needed. Resolves to false when the server
 * could not be told; never rejects and never takes longer than three seconds.
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
      await connection.query(`KILL QUERY ${Math.trunc(threadId)}`);
      return true;
    } finally {
      void hangUp(connection);
    }
  } catch {
    return false;
  }
}
