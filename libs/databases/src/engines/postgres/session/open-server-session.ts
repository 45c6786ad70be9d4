import type { Client } from 'pg';
import type { Endpoint } from '../../../endpoint.js';
import { noAnswer, openWithinMs } from '../../../session/connection-limits.js';
import { PooledSession, type ProbeConnection } from '../../../session/pooled-session.js';
import { PoolerBetween } from '../../../session/pooler-between.js';
import { within } from '../../../session/within.js';
import { postgresFailure } from '../failures.js';
import { identityOf, identityStatement, type IdentityRow } from '../server-identity.js';
import { connectOptions } from './connect-options.js';
import { GuardedClient } from './guarded-client.js';
import { backendOf, destroy, hangUp } from './postgres-connection.js';
import { refuseOldVersion } from './refuse-old-version.js';
import { serverLimitStatement, sessionSettings } from './session-settings.js';
import { statementPool } from './statement-pool.js';

/** Connects and asks the server who it is. Rejects with the driver's error, ETIMEDOUT, PoolerBetween, or UnsupportedVersion. */
export async function openServerSession(endpoint: Endpoint, onLoss: (error: unknown) => void): Promise<PooledSession> {
  const options = await connectOptions(endpoint);
  const client = new GuardedClient(options);
  client.on('error', onLoss);
  client.on('end', () => onLoss(new Error('Connection terminated')));
  try {
    const row = await within(openWithinMs, introduce(client));
    if (!row) throw noAnswer('The server accepted the connection and then did not answer');
    if (row.backend !== backendOf(client)) throw new PoolerBetween();
    refuseOldVersion(row, endpoint.role);
    const pool = statementPool(options, endpoint.statementConnections);
    const connected = { identity: identityOf(row), tlsCipher: row.cipher, pool };
    return new PooledSession({ ...connected, probe: probeOf(client) }, postgresFailure, onLoss);
  } catch (error) {
    destroy(client);
    throw error;
  }
}

async function introduce(client: Client): Promise<IdentityRow> {
  await client.connect();
  await client.query(sessionSettings);
  await client.query(serverLimitStatement(openWithinMs));
  const { rows } = await client.query<IdentityRow>(identityStatement);
  return rows[0]!;
}

function probeOf(client: Client): ProbeConnection {
  return { ask: () => client.query('SELECT 1'), hangUp: () => hangUp(client), destroy: () => destroy(client) };
}
