import type { ServerIdentity } from '../../session/server-connection.js';

/**
 * The privilege that lets an account read binary log positions and sizes.
 * Source: MariaDB manual, GRANT: BINLOG MONITOR replaced REPLICATION CLIENT in 10.5.2; MySQL kept REPLICATION CLIENT.
 */
export function binlogReadPrivilege(server: Pick<ServerIdentity, 'flavor' | 'versionNumber'>): string {
  return server.flavor === 'mariadb' && server.versionNumber >= 100502 ? 'BINLOG MONITOR' : 'REPLICATION CLIENT';
}

/**
 * The privilege that lets an account read the state of replication.
 * Source: MariaDB manual, SHOW REPLICA STATUS: SLAVE MONITOR from 10.5.9; 10.5.2 to 10.5.8 had only REPLICATION SLAVE
 * ADMIN; REPLICATION CLIENT before. MySQL: REPLICATION CLIENT.
 */
export function replicaReadPrivilege(server: Pick<ServerIdentity, 'flavor' | 'versionNumber'>): string {
  if (server.flavor === 'mysql' || server.versionNumber < 100502) return 'REPLICATION CLIENT';
  return server.versionNumber >= 100509 ? 'SLAVE MONITOR' : 'REPLICATION SLAVE ADMIN';
}

/** The privilege that lets an account stop and start replication. Source: MariaDB manual, REPLICATION SLAVE ADMIN, from 10.5.2. */
export function replicaControlPrivilege(server: Pick<ServerIdentity, 'flavor' | 'versionNumber'>): string {
  return server.flavor === 'mariadb' && server.versionNumber >= 100502 ? 'REPLICATION SLAVE ADMIN' : 'SUPER';
}

/**
 * The account of CURRENT_USER() as GRANT wants it: `cutover@%` becomes `'cutover'@'%'`. The host stands after the last @;
 * user names may hold one.
 */
export function quoteAccount(currentUser: string): string {
  const at = currentUser.lastIndexOf('@');
  const [user, host] = at < 0 ? [currentUser, '%'] : [currentUser.slice(0, at), currentUser.slice(at + 1)];
  return `${quoteText(user)}@${quoteText(host)}`;
}

/** A text as a literal of a session without NO_BACKSLASH_ESCAPES. */
export function quoteText(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
}
