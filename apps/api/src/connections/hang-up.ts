import type { Connection } from 'mysql2/promise';
import { within } from './within.js';

/** A server that does not take our leave is left all the same. */
const goodbyeMs = 1_000;

/**
 * Takes leave (COM_QUIT) and closes the connection. Without leave a server counts an aborted client and writes a warning
 * to its error log for each. Waits a second at most; never rejects.
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
