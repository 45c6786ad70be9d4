import { createConnection } from 'mysql2/promise';
import type { Endpoint } from '../../../endpoint.js';
import { OwnSession } from '../../../session/own-session.js';
import type { DedicatedSession, SessionOwner } from '../../../session/server-connection.js';
import { mysqlFamilyFailure } from '../failures.js';
import type { FamilyEngine } from '../server-identity.js';
import { connectOptions } from './connect-options.js';
import { mysqlConnection } from './mysql-connection.js';

/**
 * Connects and answers a session of the caller's own. Several statements a round trip are allowed on it, which the pool
 * never allows; nothing that a user typed may be put into its statements other than as a quoted identifier or a literal
 * made by us. Rejects with the driver's error.
 */
export async function openDedicatedSession(
  endpoint: Endpoint,
  flavor: FamilyEngine,
  owner: SessionOwner,
): Promise<DedicatedSession> {
  const options = await connectOptions(endpoint);
  const connection = await createConnection({ ...options, multipleStatements: true });
  const session = new OwnSession(mysqlConnection(connection, options, flavor), owner, mysqlFamilyFailure);
  connection.on('error', (error: Error) => session.lose(error.message));
  connection.on('end', () => session.lose('the server closed the connection'));
  return session;
}
