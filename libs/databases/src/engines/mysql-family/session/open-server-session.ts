import { createConnection, type Connection } from 'mysql2/promise';
import type { Endpoint } from '../../../endpoint.js';
import { noAnswer, openWithinMs } from '../../../session/connection-limits.js';
import { EngineMismatch } from '../../../session/engine-mismatch.js';
import { PooledSession, type ProbeConnection } from '../../../session/pooled-session.js';
import type { ServerIdentity } from '../../../session/server-connection.js';
import { within } from '../../../session/within.js';
import { mysqlFamilyFailure } from '../failures.js';
import type { FamilyEngine } from '../server-identity.js';
import { connectOptions } from './connect-options.js';
import { firstRow } from './first-row.js';
import { hangUp } from './hang-up.js';
import { identify } from './identify.js';
import { sessionSettings } from './session-settings.js';
import { statementPool } from './statement-pool.js';

/** Connects and asks the server who it is. Rejects with the driver's error, ETIMEDOUT, or EngineMismatch. */
export async function openServerSession(
  endpoint: Endpoint,
  engine: FamilyEngine,
  onLoss: (error: unknown) => void,
): Promise<PooledSession> {
  const options = await connectOptions(endpoint);
  const connection = await createConnection(options);
  connection.on('error', onLoss);
  connection.on('end', () =>
    onLoss(Object.assign(new Error('The server closed the connection'), { code: 'PROTOCOL_CONNECTION_LOST' })),
  );
  try {
    const first = await within(openWithinMs, introduce(connection));
    if (!first) throw noAnswer('The server accepted the connection and then did not answer');
    const { flavor, version } = first.identity;
    if (flavor !== engine) throw new EngineMismatch(engine, flavor, version);
    const pool = statementPool(options, engine);
    return new PooledSession({ ...first, probe: probeOf(connection), pool }, mysqlFamilyFailure, onLoss);
  } catch (error) {
    connection.destroy();
    throw error;
  }
}

async function introduce(connection: Connection): Promise<{ identity: ServerIdentity; tlsCipher: string | null }> {
  for (const setting of sessionSettings) await connection.query(setting);
  const identity = await identify(connection);
  const cipher = firstRow<{ Value: string }>(await connection.query("SHOW SESSION STATUS LIKE 'Ssl_cipher'")).Value;
  return { identity, tlsCipher: cipher === '' ? null : cipher };
}

function probeOf(connection: Connection): ProbeConnection {
  return {
    ask: () => connection.query('SELECT 1'),
    hangUp: () => hangUp(connection),
    destroy: () => connection.destroy(),
  };
}
