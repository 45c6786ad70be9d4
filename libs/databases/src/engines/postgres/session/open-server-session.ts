import type { Client } from 'pg';
import type { Endpoint } from '../../../endpoint.js';
import { noAnswer, openWithinMs } from '../../../session/connection-limits.js';
import type { Place } from '../../../session/connection-room.js';
import { PooledSession, type ProbeConnection } from '../../../session/pooled-session.js';
import { PoolerBetween } from '../../../session/pooler-between.js';
import { placeIn } from '../../../session/room-is-full.js';
import { UnsupportedVersion } from '../../../session/unsupported-version.js';
import { within } from '../../../session/within.js';
import { postgresFailure } from '../failures.js';
import { identityOf, identityStatement, type IdentityRow } from '../server-identity.js';
import { ClientPool } from './client-pool.js';
import { connectOptions } from './connect-options.js';
import { GuardedClient } from './guarded-client.js';
import { backendOf, destroy, hangUp } from './postgres-connection.js';
import { serverLimitStatement, sessionSettings } from './session-settings.js';

/** The oldest that is tried (npm run test:matrix). What it does not have yet: catalog/. */
const oldestVersion = 130_000;

/** Connects and asks the server who it is. Rejects with the driver's error, ETIMEDOUT, RoomIsFull or PoolerBetween. */
export async function openServerSession(endpoint: Endpoint, onLoss: (error: unknown) => void): Promise<PooledSession> {
  const options = await connectOptions(endpoint);
  const { shared } = endpoint;
  const place = shared === undefined ? null : await placeIn(shared.room, openWithinMs);
  const client = new GuardedClient(options);
  client.on('error', () => undefined);
  try {
    const row = await within(openWithinMs, introduce(client));
    if (!row) throw noAnswer('The server accepted the connection and then did not answer');
    if (row.backend !== backendOf(client)) throw new PoolerBetween();
    if (row.versionNumber < oldestVersion) throw new UnsupportedVersion(`PostgreSQL ${row.version}`);
    const pool = new ClientPool(options, shared, onLoss);
    // One of many databases has no connection that only asks whether the server answers: one of them does that for all.
    const probe = shared?.hasProbe === false ? null : probeOf(client, place, onLoss);
    if (probe === null) pool.adopt(client, place);
    const connected = { identity: identityOf(row), tlsCipher: row.cipher, pool, probe };
    return new PooledSession(connected, postgresFailure, onLoss);
  } catch (error) {
    destroy(client);
    place?.leave();
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

function probeOf(client: Client, place: Place | null, onLoss: (error: unknown) => void): ProbeConnection {
  client.on('error', onLoss);
  client.on('end', () => onLoss(new Error('Connection terminated')));
  return {
    ask: () => client.query('SELECT 1'),
    hangUp: () => hangUp(client).finally(() => place?.leave()),
    destroy: () => {
      destroy(client);
      place?.leave();
    },
  };
}
