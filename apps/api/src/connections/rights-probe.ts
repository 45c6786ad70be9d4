import type { Role } from '@cutover/contracts';
import { isRightMissing, readDriverError } from './driver-error.js';
import { binlogReadPrivilege, quoteAccount, replicaReadPrivilege } from './privilege-names.js';
import { quoteIdentifier, quoteTable } from './quote-identifier.js';
import type { ServerIdentity, StatementBounds } from './server-connection.js';

/** What the account must be able to do on one side. */
export interface RightsNeeds {
  role: Role;
  rds: boolean;
  /** Databases that are watched whole. */
  databases: readonly string[];
  /** Single tables, as [database, table]. */
  tables: readonly (readonly [string, string])[];
}

/** Whatever can run a bounded statement on one side. */
export interface StatementRunnerLike {
  query<Row extends object>(sql: string, params?: readonly unknown[], bounds?: StatementBounds): Promise<Row[]>;
}

/** One right: a harmless statement that needs it, and what would give it. */
interface RightTrial {
  statement: string;
  /** `SELECT ON db.*`, without the account. */
  grant: string;
}

/** A trial is answered from memory; more time than this means trouble of another kind. */
const trialTimeoutMs = 5_000;

/**
 * A table that nobody has. A server checks the right before it looks for the table, so an account that may read the
 * database hears "no such table", and one that may not hears "denied"; no data is touched, and an empty database works.
 */
const absentTable = 'cutover_rights_probe';

/**
 * The GRANT statements that are missing, exactly as they would be typed on this server; empty when nothing is missing.
 * Tries rather than reads SHOW GRANTS: roles, wildcards and partial revokes then need no second implementation.
 * Rejects when the server cannot be asked.
 */
export async function probeRights(
  server: StatementRunnerLike,
  identity: ServerIdentity,
  needs: RightsNeeds,
): Promise<string[]> {
  const missing: string[] = [];
  for (const trial of trialsOf(identity, needs)) {
    if (await isDenied(server, trial.statement)) missing.push(trial.grant);
  }
  if (missing.length === 0) return [];
  const [row] = await server.query<{ account: string }>('SELECT CURRENT_USER() AS account', [], {
    timeoutMs: trialTimeoutMs,
  });
  const account = quoteAccount(row?.account ?? '');
  return missing.map((grant) => `GRANT ${grant} TO ${account};`);
}

/** Pure: what to try on this server. */
export function trialsOf(identity: ServerIdentity, needs: RightsNeeds): RightTrial[] {
  return [
    needs.role === 'source' ? binlogTrial(identity) : replicaTrial(identity, needs.rds),
    ...needs.databases.map((database) => ({
      statement: `SELECT 1 FROM ${quoteTable(database, absentTable)} LIMIT 0`,
      grant: `SELECT ON ${quoteIdentifier(database)}.*`,
    })),
    ...needs.tables.map(([database, table]) => ({
      statement: `SELECT 1 FROM ${quoteTable(database, table)} LIMIT 0`,
      grant: `SELECT ON ${quoteTable(database, table)}`,
    })),
  ];
}

function binlogTrial(identity: ServerIdentity): RightTrial {
  // MySQL 8.4 removed SHOW MASTER STATUS; its successor exists from 8.2.
  const isRenamed = identity.flavor === 'mysql' && identity.versionNumber >= 80200;
  return {
    statement: isRenamed ? 'SHOW BINARY LOG STATUS' : 'SHOW MASTER STATUS',
    grant: `${binlogReadPrivilege(identity)} ON *.*`,
  };
}

function replicaTrial(identity: ServerIdentity, rds: boolean): RightTrial {
  if (rds && identity.flavor === 'mariadb' && identity.versionNumber >= 100500)
    return { statement: 'CALL mysql.rds_replica_status', grant: 'EXECUTE ON PROCEDURE `mysql`.`rds_replica_status`' };
  const grant = `${replicaReadPrivilege(identity)} ON *.*`;
  if (identity.flavor === 'mariadb') return { statement: 'SHOW ALL SLAVES STATUS', grant };
  return { statement: identity.versionNumber >= 80022 ? 'SHOW REPLICA STATUS' : 'SHOW SLAVE STATUS', grant };
}

async function isDenied(server: StatementRunnerLike, statement: string): Promise<boolean> {
  try {
    await server.query(statement, [], { timeoutMs: trialTimeoutMs });
    return false;
  } catch (error) {
    if (isRightMissing(error)) return true;
    // The server looked past the right and found something else wrong (no such table, no binary log): the right is there.
    const { isServersAnswer, isFatal } = readDriverError(error);
    if (isServersAnswer && !isFatal) return false;
    throw error;
  }
}
