import type { Endpoint } from '../../../endpoint.js';
import { AnotherServer } from '../../../session/another-server.js';
import { noAnswer, openWithinMs } from '../../../session/connection-limits.js';
import { PoolerBetween } from '../../../session/pooler-between.js';
import type { SessionOwner } from '../../../session/server-connection.js';
import { within } from '../../../session/within.js';
import { identityOf, identityStatement, type IdentityRow } from '../server-identity.js';
import { connectOptions } from '../session/connect-options.js';
import { GuardedClient } from '../session/guarded-client.js';
import { backendOf, destroy } from '../session/postgres-connection.js';
import { sessionSettings } from '../session/session-settings.js';
import { ReplicationSession } from './replication-session.js';

/**
 * pgoutput prints values by the settings of this session, so that they are those of every session of ours. Each transaction
 * that the server waits for while it makes a slot may take lock_timeout; a process that has died is given up after
 * wal_sender_timeout.
 */
const streamSettings = `${sessionSettings}; SET lock_timeout = 20000; SET wal_sender_timeout = 30000`;

/**
 * Opens a replication connection. The role needs the attribute REPLICATION, or rds_replication on Amazon RDS. Rejects with
 * the driver's error, PoolerBetween, or AnotherServer.
 */
export async function openReplicationSession(endpoint: Endpoint, owner: SessionOwner): Promise<ReplicationSession> {
  const client = new GuardedClient({ ...(await connectOptions(endpoint)), replication: 'database' });
  const session = new ReplicationSession(client, owner.onEnd);
  try {
    const fingerprint = await within(openWithinMs, introduce(client));
    if (fingerprint === null) throw noAnswer('The server accepted the connection and then did not answer');
    if (owner.fingerprint !== null && fingerprint !== owner.fingerprint) throw new AnotherServer();
    return session;
  } catch (error) {
    destroy(client);
    throw error;
  }
}

/** A replication connection takes statements in their simple form: without parameters. */
async function introduce(client: GuardedClient): Promise<string> {
  await client.connect();
  await client.query(streamSettings);
  const { rows } = await client.query<IdentityRow>(identityStatement);
  const row = rows[0]!;
  if (row.backend !== backendOf(client)) throw new PoolerBetween();
  return identityOf(row).fingerprint;
}
