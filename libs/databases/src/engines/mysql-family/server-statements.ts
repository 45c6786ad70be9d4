import type { ServerIdentity } from '../../session/server-connection.js';

/**
 * The statements of the watchers that need a right beside SELECT on the watched tables. They stand here, so that the
 * probe of rights tries the very statements that will run.
 */

/** End of the source's binary log. MySQL 8.4 removed SHOW MASTER STATUS; its successor exists from 8.2. */
export function binlogStatusStatement({ flavor, versionNumber }: ServerIdentity): string {
  return flavor === 'mysql' && versionNumber >= 80200 ? 'SHOW BINARY LOG STATUS' : 'SHOW MASTER STATUS';
}

/** Files of the source's binary log and their sizes. */
export const binlogFilesStatement = 'SHOW BINARY LOGS';

/**
 * Statements that tell the state of replication on this server, best first. All channels are wanted, not only the first.
 * RDS for MariaDB gives the right for SHOW to nobody from 10.5 on and has a procedure instead.
 */
export function replicaStatusStatements(server: ServerIdentity, rds: boolean): readonly [string, ...string[]] {
  if (server.flavor === 'mysql') return [server.versionNumber >= 80022 ? 'SHOW REPLICA STATUS' : 'SHOW SLAVE STATUS'];
  const show = 'SHOW ALL SLAVES STATUS';
  return rds && server.versionNumber >= 100500 ? ['CALL mysql.rds_replica_status', show] : [show];
}

/**
 * Reads no row, and fails with 1142 or 1143 when a single column may not be read, one that `*` does not show included;
 * `SELECT 1` would be content with the right on any column.
 */
export function readableStatement(quotedTable: string): string {
  return `SELECT * FROM ${quotedTable} LIMIT 0`;
}
