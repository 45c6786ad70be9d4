import { isRightMissing, readDriverError } from '../connections/driver-error.js';
import type { ServerConnection, ServerIdentity, StatementBounds } from '../connections/server-connection.js';
import { readChannelStatus, type ChannelStatus } from './channel-status.js';

/**
 * Statements that tell the state of replication on this server, best first. All channels are wanted, not only the first.
 * RDS for MariaDB gives the right for SHOW to nobody from 10.5 on and has a procedure instead.
 */
export function replicaStatusStatements(server: ServerIdentity, rds: boolean): readonly string[] {
  if (server.flavor === 'mysql') return [server.versionNumber >= 80022 ? 'SHOW REPLICA STATUS' : 'SHOW SLAVE STATUS'];
  const show = 'SHOW ALL SLAVES STATUS';
  return rds && server.versionNumber >= 100500 ? ['CALL mysql.rds_replica_status', show] : [show];
}

/**
 * Every channel of the target; empty when replication is not configured. Rejects with the error of the last statement
 * that the server refused, and at once when the server is gone.
 */
export async function readChannels(target: ServerConnection, bounds: StatementBounds): Promise<ChannelStatus[]> {
  const identity = target.identity();
  if (!identity) throw new Error('The target did not answer yet');
  const statements = replicaStatusStatements(identity, target.rds);
  let refusal: unknown;
  for (const statement of statements) {
    try {
      return (await target.query(statement, [], bounds)).map(readChannelStatus);
    } catch (error) {
      if (!readDriverError(error).isServersAnswer) throw error;
      // A missing right is what the user can mend; a procedure that is not there is not worth telling beside it.
      if (refusal === undefined || isRightMissing(error)) refusal = error;
    }
  }
  throw refusal;
}
