import type { Connection } from 'mysql2/promise';
import { rowsOf } from '../admin.js';

/** Ends every connection of an account. One that has gone by itself meanwhile is no error. */
export async function endConnectionsOf(server: Connection, account: string): Promise<void> {
  const connections = await rowsOf(server, 'SELECT id FROM information_schema.processlist WHERE user = ?', [account]);
  for (const { id } of connections) await server.query(`KILL ${Number(id)}`).catch(() => undefined);
}
