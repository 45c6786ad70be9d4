import type { HiddenPart, RightsNeeds } from '../../database-engine.js';
import { readDriverError } from '../../driver-error.js';
import { isRightMissing, mysqlFamilyFailure } from './failures.js';
import { binlogReadPrivilege, replicaReadPrivilege } from './privilege-names.js';
import { quoteTable } from './quote-identifier.js';
import {
  binlogFilesStatement,
  binlogStatusStatement,
  readableStatement,
  replicaStatusStatements,
} from './server-statements.js';
import type { ServerIdentity, StatementRunnerLike } from '../../session/server-connection.js';
import { printTableName } from '../../table-name.js';
import { grantStatement, wholeDatabase } from './suggested-statements.js';

/** One right: a harmless statement that needs it, and what would give it. */
interface RightTrial {
  statement: string;
  /** `SELECT ON db.*`, without the account. */
  grant: string;
}

/** The right to read something that is watched. */
interface ReadTrial extends RightTrial {
  /** A database, or a table as `db.table`. */
  name: string;
}

/** A trial is answered from memory; more time than this means trouble of another kind. */
const trialTimeoutMs = 5_000;

/**
 * A table that nobody has. A server checks the right before it looks for the table, so an account that may read the
 * database hears "no such table", and one that may not hears "denied"; no data is touched, and an empty database works.
 */
const absentTable = 'cutover_rights_probe';

/** QUERY_INTERRUPTED: somebody ended the statement with KILL QUERY. */
const queryInterrupted = 1317;

/** Runs a statement for whoever looks at rights to tables of positions. */
type PositionQuery = <Row extends object>(sql: string) => Promise<Row[]>;

/**
 * The GRANT statements that are missing, exactly as they would be typed on this server; empty when nothing is missing.
 * Tries rather than reads SHOW GRANTS: roles, wildcards and partial revokes then need no second implementation.
 * `positionRights` finds what is missing to read the applied position of a target. Rejects when the server cannot be asked.
 */
export async function probeRights(
  server: StatementRunnerLike,
  identity: ServerIdentity,
  needs: RightsNeeds,
  positionRights: (query: PositionQuery) => Promise<string[]> = () => Promise.resolve([]),
): Promise<string[]> {
  const missing = new Set<string>();
  for (const { statement, grant } of trialsOf(identity, needs))
    if (!missing.has(grant) && (await isDenied(server, statement))) missing.add(grant);
  // Without it no snapshot of the target has a position, and a table that is being written is never proved.
  if (needs.role === 'target')
    for (const right of await positionRights((sql) => server.query(sql, [], { timeoutMs: trialTimeoutMs })))
      missing.add(right);
  return [...missing].map((right) => grantStatement(right, { account: identity.account, rds: needs.rds }));
}

/** Pure: what to try on this server; the statements of the watchers themselves, and a harmless one for each database. */
export function trialsOf(identity: ServerIdentity, needs: RightsNeeds): RightTrial[] {
  return [
    ...(needs.role === 'source' ? sourceTrials(identity) : targetTrials(identity, needs.rds)),
    ...readTrials(needs),
  ];
}

/**
 * Databases and tables that the account may not read. The catalog shows an account only the tables on which it has a right:
 * without SELECT on the whole database there may be others.
 */
export async function probeHiddenParts(
  server: StatementRunnerLike,
  { account }: Pick<ServerIdentity, 'account'>,
  needs: Omit<RightsNeeds, 'role'>,
): Promise<HiddenPart[]> {
  const hidden: HiddenPart[] = [];
  for (const { name, statement, grant } of readTrials(needs))
    if (await isDenied(server, statement))
      hidden.push({ name, grant: grantStatement(grant, { account, rds: needs.rds }) });
  return hidden;
}

function readTrials({ databases, tables }: Pick<RightsNeeds, 'databases' | 'tables'>): ReadTrial[] {
  return [
    ...databases.map((database) => ({
      name: database,
      statement: readableStatement(quoteTable(database, absentTable)),
      grant: `SELECT ON ${wholeDatabase(database)}`,
    })),
    ...tables.map((table) => ({
      name: printTableName(table),
      statement: readableStatement(quoteTable(table.database, table.name)),
      grant: `SELECT ON ${quoteTable(table.database, table.name)}`,
    })),
  ];
}

function sourceTrials(identity: ServerIdentity): RightTrial[] {
  const grant = `${binlogReadPrivilege(identity)} ON *.*`;
  return [binlogStatusStatement(identity), binlogFilesStatement].map((statement) => ({ statement, grant }));
}

function targetTrials(identity: ServerIdentity, rds: boolean): RightTrial[] {
  const [statement] = replicaStatusStatements(identity, rds);
  const isProcedure = statement.startsWith('CALL ');
  const grant = isProcedure
    ? 'EXECUTE ON PROCEDURE `mysql`.`rds_replica_status`'
    : `${replicaReadPrivilege(identity)} ON *.*`;
  return [{ statement, grant }];
}

async function isDenied(server: StatementRunnerLike, statement: string): Promise<boolean> {
  try {
    await server.query(statement, [], { timeoutMs: trialTimeoutMs });
    return false;
  } catch (error) {
    if (isRightMissing(error)) return true;
    // The server looked past the right and found something else wrong (no such table, no binary log): the right is there.
    const { isServersAnswer, isFatal } = readDriverError(error);
    if (isServersAnswer && !isFatal && !isCutShort(error)) return false;
    throw error;
  }
}

/** The statement was ended before the server had looked at anything: that says nothing of the right. */
function isCutShort(error: unknown): boolean {
  return mysqlFamilyFailure(error) === 'time-limit-reached' || readDriverError(error).errno === queryInterrupted;
}
