import { readDriverError } from '../../../driver-error.js';
import { isRightMissing } from '../failures.js';
import type { ServerConnection, StatementBounds } from '../../../session/server-connection.js';
import { replicaStatusStatements } from '../server-statements.js';
import { readChannelStatus, type ChannelStatus } from './channel-status.js';

/**
 * Every channel of the target; empty when replication is not configured. Rejects with the error of the last statement
 * that the server refused, and at once when the server is gone.
 */
export async function readChannels(target: ServerConnection, bounds: StatementBounds): Promise<ChannelStatus[]> {
  return (await readReplicaRows(target, bounds)).map(readChannelStatus);
}

/** The same as the server prints it, one row for each channel. */
export async function readReplicaRows(target: ServerConnection, bounds: StatementBounds): Promise<object[]> {
  const identity = target.identity();
  if (!identity) throw new Error('The target did not answer yet');
  const statements = replicaStatusStatements(identity, target.rds);
  let refusal: unknown;
  for (const statement of statements) {
    try {
      return await target.query(statement, [], bounds);
    } catch (error) {
      if (!readDriverError(error).isServersAnswer) throw error;
      // A missing right is what the user can mend; a procedure that is not there is not worth telling beside it.
      if (refusal === undefined || isRightMissing(error)) refusal = error;
    }
  }
  throw refusal;
}
