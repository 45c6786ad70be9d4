import type { Connection } from 'mysql2/promise';
import { goodbyeMs } from '../../../session/connection-limits.js';
import { within } from '../../../session/within.js';

/**
 * Closes a connection politely (COM_QUIT): a server logs a warning for each client that leaves without it. Waits one
 * second at most; never rejects.
 */
export async function hangUp(connection: Pick<Connection, 'end' | 'destroy'>): Promise<void> {
  try {
    await within(goodbyeMs, connection.end());
  } catch {
    // It is gone already.
  } finally {
    connection.destroy();
  }
}
