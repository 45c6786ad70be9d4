import type { Role } from '@cutover/contracts';
import { ServerUnavailable, StatementTimeout } from '@cutover/databases';
import type { SuggestedFor } from '@cutover/databases/suggested-statements';
import { messageOf } from '../failures/message-of.js';
import type { ProofDialect, TableFailure } from './proof-dialect.js';
import { NoValue, SideUnreadable } from './side-unreadable.js';

/** How the reason begins where DDL changed, replaced or renamed a table while it was compared. */
export const ddlDuringCheck = 'DDL during the check';

/** What the reason is about. */
export interface ReasonSubject {
  database: string;
  table: string;
  tableTimeoutSeconds: number;
  /** Whom a missing right is granted to. */
  accounts: Record<Role, SuggestedFor>;
}

/** Why a table could not be read, and what to do, in one or two sentences. It quotes the server and holds no secret. */
export function unreadableReason(error: unknown, subject: ReasonSubject, dialect: ProofDialect): string {
  if (!(error instanceof SideUnreadable)) return `The comparison failed: ${messageOf(error)}`;
  const { role, cause } = error;
  if (cause instanceof StatementTimeout)
    return `Reading the table on the ${role} was ended after ${subject.tableTimeoutSeconds} s: raise monitoring.tableTimeoutSeconds, or compare it at a quieter time`;
  if (cause instanceof ServerUnavailable) return `The ${role} went away during the comparison: ${cause.message}`;
  if (cause instanceof NoValue) return `The ${role} gave no value for the table: ${cause.message}`;
  const failure = dialect.failureOf(cause);
  const { advice } = dialect;
  const words: Record<TableFailure, () => string> = {
    changed: () =>
      `${ddlDuringCheck}: the definition of the table changed on the ${role}, or another table got its name; it is compared again in the next run`,
    'right-missing': () =>
      `The account may not read the table on the ${role}: run there ${advice.grantRead(subject, subject.accounts[role])} (${messageOf(cause)})`,
    locked: () => `The table is locked on the ${role} (${messageOf(cause)}): ${advice.unlock}, or compare it later`,
    damaged: () => `The table is damaged on the ${role}: ${advice.repair} (${messageOf(cause)})`,
    other: () => `Reading the table on the ${role} failed: ${messageOf(cause)}`,
  };
  return words[failure]();
}
