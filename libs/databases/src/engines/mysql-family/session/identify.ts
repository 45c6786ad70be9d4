import type { Connection } from 'mysql2/promise';
import type { ServerIdentity } from '../../../session/server-connection.js';
import { flavorOf, identityOf, identityStatement, serverUuidStatement, type IdentityRow } from '../server-identity.js';
import { firstRow } from './first-row.js';

/** Asks the server who it is. Rejects with the driver's error. */
export async function identify(connection: Pick<Connection, 'query'>): Promise<ServerIdentity> {
  const row = firstRow<IdentityRow>(await connection.query(identityStatement));
  const isMysql = flavorOf(row) === 'mysql';
  const uuid = isMysql ? firstRow<{ uuid: string }>(await connection.query(serverUuidStatement)).uuid : null;
  return identityOf(row, uuid);
}
