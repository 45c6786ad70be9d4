import { readDriverError } from './driver-error.js';
import { engines } from './engines.js';
import type { FailureKind } from './failure-kind.js';
import { isDenial, isLoss } from './failure-groups.js';

/** What went wrong, whatever the engine. Errors of every driver can be told by their fields. */
export function failureKind(error: unknown): FailureKind {
  for (const { failureKind: kindOf } of Object.values(engines)) {
    const kind = kindOf(error);
    if (kind !== 'other') return kind;
  }
  return 'other';
}

/** The account may not do this: no right on the database, table, column, routine, or for the statement itself. */
export function isRightMissing(error: unknown): boolean {
  return isDenial(failureKind(error));
}

/** True when the error means that the connection itself is gone, not that the statement was wrong. */
export function isConnectionLoss(error: unknown): boolean {
  return isLoss(error, failureKind(error));
}

/** True for a table, or its database, that is not there. Servers say so only to an account that may look there. */
export function isTableMissing(error: unknown): boolean {
  const kind = failureKind(error);
  return kind === 'table-missing' || kind === 'database-missing';
}

/** What the server, the driver or the system said, on one line. */
export function errorText(error: unknown): string {
  return readDriverError(error).message;
}

/** The server itself said no, as opposed to a way that does not lead to it: it is there. */
export function isServersAnswer(error: unknown): boolean {
  return readDriverError(error).isServersAnswer;
}
