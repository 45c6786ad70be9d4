import type { Role } from '@cutover/contracts';
import { ServerUnavailable, StatementTimeout } from '../connections/server-connection.js';
import { quoteTable } from '../connections/quote-identifier.js';
import { grantStatement, type SuggestedFor } from '../connections/suggested-statements.js';
import { DefinitionChanged, NoValue, SideUnreadable } from './side-unreadable.js';

/** What the reason may mention. */
export interface ReasonSubject {
  database: string;
  table: string;
  tableTimeoutSeconds: number;
  /** Whom a missing right is granted to. */
  accounts: Record<Role, SuggestedFor>;
}

/** ER_DBACCESS_DENIED, ER_TABLEACCESS_DENIED, ER_COLUMNACCESS_DENIED, ER_SPECIFIC_ACCESS_DENIED. */
const rightMissing = new Set([1044, 1142, 1143, 1227]);
/** ER_LOCK_WAIT_TIMEOUT, ER_LOCK_DEADLOCK. */
const lockedOut = new Set([1205, 1213]);
/** ER_TABLE_DEF_CHANGED, ER_NO_SUCH_TABLE, ER_BAD_FIELD_ERROR: the table changed or went under the statement. */
const changedUnderneath = new Set([1412, 1146, 1054]);
/** ER_CRASHED_ON_USAGE, ER_CRASHED_ON_REPAIR, ER_NOT_KEYFILE, ER_TABLE_CORRUPT. */
const damaged = new Set([1194, 1195, 1034, 1877]);

/** Why a table could not be read, and what to do, in one sentence or two. Made of the server's own words; holds no secret. */
export function unreadableReason(error: unknown, subject: ReasonSubject): string {
  if (!(error instanceof SideUnreadable)) return `The comparison failed: ${messageOf(error)}`;
  const { role, cause } = error;
  const errno = cause instanceof Error ? ((cause as { errno?: number }).errno ?? 0) : 0;
  if (cause instanceof StatementTimeout)
    return `Reading the table on the ${role} was ended after ${subject.tableTimeoutSeconds} s: raise monitoring.tableTimeoutSeconds, or compare it at a quieter time`;
  if (cause instanceof ServerUnavailable) return `The ${role} went away during the comparison: ${cause.message}`;
  if (cause instanceof DefinitionChanged || changedUnderneath.has(errno))
    return `The definition of the table changed on the ${role} during the comparison (DDL); it is compared again in the next run`;
  if (cause instanceof NoValue) return `The ${role} gave no value for the table: ${cause.message}`;
  if (rightMissing.has(errno)) {
    const right = `SELECT ON ${quoteTable(subject.database, subject.table)}`;
    return `The account may not read the table on the ${role}: run there ${grantStatement(right, subject.accounts[role])} (${messageOf(cause)})`;
  }
  if (lockedOut.has(errno))
    return `The table is locked on the ${role} (${messageOf(cause)}): end the session that locks it (SHOW PROCESSLIST), or compare it later`;
  if (damaged.has(errno)) return `The table is damaged on the ${role}: run CHECK TABLE there (${messageOf(cause)})`;
  return `Reading the table on the ${role} failed: ${messageOf(cause)}`;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
