import type { Endpoint } from '../../../endpoint.js';
import { OwnSession } from '../../../session/own-session.js';
import type { DedicatedSession, SessionOwner } from '../../../session/server-connection.js';
import { postgresFailure } from '../failures.js';
import { connectOptions } from './connect-options.js';
import { GuardedClient } from './guarded-client.js';
import { postgresConnection } from './postgres-connection.js';

/** Connects and answers a session of the caller's own. Rejects with the driver's error. */
export async function openDedicatedSession(endpoint: Endpoint, owner: SessionOwner): Promise<DedicatedSession> {
  const options = await connectOptions(endpoint);
  const client = new GuardedClient(options);
  const session = new OwnSession(postgresConnection(client, options), owner, postgresFailure);
  client.on('error', (error) => session.lose(error.message));
  client.on('end', () => session.lose('the server closed the connection'));
  await client.connect();
  return session;
}
