import { errorText, isConnectionLoss, isRightMissing, ServerUnavailable, StatementCancelled } from '@cutover/databases';
import { unlogged, suggestedFor } from '@cutover/databases/suggested-statements';
import { quoteAccount } from '@cutover/databases/mysql-family';
import { giveRight } from '../../../../parity-area.js';
import type { AccountsQuestion, Told, Unread } from '../../accounts-dialect.js';

export type Row = Record<string, unknown>;

/** One statement, and the rights that it needs: `` SELECT ON `mysql`.`db` ``. */
export interface Part {
  sql: string;
  params?: readonly unknown[];
  rights: readonly string[];
}

/**
 * Reads all parts, one after the other; null where one of them cannot be read, with every right that is missing in one action.
 * Rejects where the server does not answer.
 */
export async function readParts<Name extends string>(
  { server, bounds }: AccountsQuestion,
  parts: Readonly<Record<Name, Part>>,
  what: string,
): Promise<Told<Record<Name, Row[]> | null>> {
  const rows: Partial<Record<Name, Row[]>> = {};
  const unread: Unread[] = [];
  const denied: string[] = [];
  const side = server.role;
  for (const [name, { sql, params, rights }] of Object.entries(parts) as [Name, Part][])
    try {
      rows[name] = await server.query<Row>(sql, params ?? [], bounds);
    } catch (error) {
      if (isRightMissing(error)) denied.push(...rights);
      else if (isNoAnswer(error)) throw error;
      else
        unread.push({
          what,
          side,
          reason: errorText(error),
          action: 'Remove the reason: it is read again by itself.',
          blocks: true,
        });
    }
  if (denied.length > 0)
    unread.push({
      ...{ what, side, blocks: true },
      reason: `The account may not read ${denied.map((right) => right.replace(/^SELECT ON /, '')).join(', ')}.`,
      ...{ action: giveRight, grants: [grantsOf(denied, server)] },
    });
  const statements = Object.keys(parts).length;
  return { told: unread.length > 0 ? null : (rows as Record<Name, Row[]>), unread, statements };
}

/** Several rights in one line, as people run it. */
function grantsOf(rights: readonly string[], server: AccountsQuestion['server']): string {
  const subject = suggestedFor(server);
  const to = quoteAccount(subject.account);
  return unlogged(rights.map((right) => `GRANT ${right} TO ${to}`).join('; '), subject);
}

/** Nothing is said of the server by a statement that it never got, or that we ended because nobody waits for it. */
function isNoAnswer(error: unknown): boolean {
  return error instanceof ServerUnavailable || error instanceof StatementCancelled || isConnectionLoss(error);
}
