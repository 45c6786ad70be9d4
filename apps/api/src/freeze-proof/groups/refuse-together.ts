import { messageOf } from '../../failures/message-of.js';
import { OperationalError, UserError } from '../../failures/failures.js';

/** A database of which no proof may begin. */
export interface RefusedDatabase {
  database: string;
  /** As it was thrown. */
  reason: unknown;
}

/** More reasons than this do not help. */
const mostReasons = 5;

/** Pure: why no proof of any database was begun, in the kind of the first reason. */
export function refuseTogether(refused: readonly RefusedDatabase[]): unknown {
  const reason = refused[0]?.reason;
  const named = refused.slice(0, mostReasons).map((each) => `${each.database}: ${messageOf(each.reason)}`);
  const more = refused.length > mostReasons ? ` (and ${refused.length - mostReasons} databases more)` : '';
  const message = `No proof was started, of no database. ${named.join('. ')}${more}`;
  if (reason instanceof UserError) return new UserError(reason.status, reason.code, message);
  if (reason instanceof OperationalError) return new OperationalError(reason.code, message, { cause: reason });
  return reason;
}
