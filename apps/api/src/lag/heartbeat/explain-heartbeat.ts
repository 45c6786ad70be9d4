import {
  errorText,
  failureKind,
  isRightMissing,
  isTableMissing,
  ServerUnavailable,
  StatementTimeout,
  type ServerConnection,
  type TableName,
} from '@cutover/databases';
import type { HeartbeatDialect } from './heartbeat-dialect.js';

/** Why something of the heartbeat is unknown, and what to do. */
export interface Explanation {
  reason: string;
  action: string;
}

/** Where it was tried. */
interface Attempt {
  dialect: HeartbeatDialect;
  table: TableName;
  server: ServerConnection;
}

/** Why no beat was written on the source. */
export function explainUnwritten(error: unknown, attempt: Attempt): Explanation {
  const { dialect, table, server } = attempt;
  if (isTableMissing(error))
    return {
      reason: 'The table of the heartbeat is not there',
      action: `Run on the source: ${dialect.makeTable(table, server)}`,
    };
  if (isRightMissing(error))
    return {
      reason: 'The account may not write the heartbeat',
      // Whether the table is there is not told to an account without a right on it, and without the table the GRANT fails.
      action: `Run on the source: ${dialect.makeTable(table, server)} ${dialect.grants(table, server)}`,
    };
  if (failureKind(error) === 'writes-refused')
    return {
      reason: 'The source refuses writes (read_only)',
      action: 'Nothing to do at the cutover. Before it, ask who set read_only on the source.',
    };
  return otherwise(error, 'The source took no beat');
}

/** Why the beat on the target could not be read. */
export function explainUnread(error: unknown, attempt: Attempt): Explanation {
  const { dialect, table, server } = attempt;
  if (isTableMissing(error))
    return {
      reason: 'The target does not have the table of the heartbeat',
      action: 'Wait until the target has caught up. If it stays so, a replication filter leaves the table out.',
    };
  if (isRightMissing(error))
    return {
      reason: 'The account may not read the heartbeat on the target',
      action: `Run on the target: ${dialect.grants(table, server)}`,
    };
  return otherwise(error, 'The target did not tell its last beat');
}

function otherwise(error: unknown, what: string): Explanation {
  if (error instanceof ServerUnavailable)
    return { reason: error.message, action: 'Bring the server back: beats go on by themselves.' };
  if (error instanceof StatementTimeout)
    return { reason: `${what} in time`, action: 'Look at the load of the server, and for locks on the table.' };
  return {
    reason: `${what}: ${errorText(error)}`,
    action: 'Remove the reason: the next beat is tried within a second.',
  };
}
