import { quoteAccount } from './privilege-names.js';
import { quoteIdentifier } from './quote-identifier.js';
import type { ServerConnection } from '../../session/server-connection.js';

/**
 * Every statement that people are told to run and that a server would write to its binary log. They stand here, so that
 * none is printed without what keeps it out of there, and none opens more than it says.
 */

/** For whom and on what kind of server a statement is printed. */
export interface SuggestedFor {
  /** As CURRENT_USER() says it. */
  account: string;
  /** On Amazon RDS nobody may set sql_log_bin. */
  rds: boolean;
}

/** The server that a statement is printed for. */
export type SuggestedServer = Pick<ServerConnection, 'identity' | 'rds'>;

/** What a connection knows of its server. */
export function suggestedFor(server: SuggestedServer): SuggestedFor {
  return { account: server.identity()?.account ?? '', rds: server.rds };
}

/** For a change that no single statement is printed for. */
export const unloggedSession =
  'in a session with SET SESSION sql_log_bin = 0 (not possible on Amazon RDS: docs/errant-transactions.md)';

/**
 * The statement as people run it, which the binary log does not see. Logged on the target it would be a transaction that
 * the source never had, which ends replication under gtid_strict_mode; a GRANT logged on the source fails on a target
 * without the account.
 */
export function unlogged(statement: string, { rds }: Pick<SuggestedFor, 'rds'>): string {
  return `${rds ? '' : 'SET SESSION sql_log_bin = 0; '}${statement};`;
}

/** Several statements as people run them, one after the other in one session, which the binary log does not see. */
export function unloggedScript(statements: readonly string[], { rds }: Pick<SuggestedFor, 'rds'>): string[] {
  return [...(rds ? [] : ['SET SESSION sql_log_bin = 0']), ...statements].map((statement) => `${statement};`);
}

/** What gives the account a right. `right` is what stands between GRANT and TO: `SELECT ON db.*`. */
export function grantStatement(right: string, subject: SuggestedFor): string {
  return unlogged(`GRANT ${right} TO ${quoteAccount(subject.account)}`, subject);
}

/**
 * A whole database as the object of a GRANT. `_` and `%` are wildcards there, and a backslash takes that from them: left as
 * it is, `my_app` would open `my-app` too. In `db.table` all three stand for themselves.
 */
export function wholeDatabase(database: string): string {
  return `${quoteIdentifier(database.replaceAll(/[\\_%]/g, '\\$&'))}.*`;
}

/** Whether a printed GRANT gives SELECT on this whole database. */
export function isReadGrantOf(database: string, statement: string): boolean {
  return statement.includes(`GRANT SELECT ON ${wholeDatabase(database)} TO `);
}
