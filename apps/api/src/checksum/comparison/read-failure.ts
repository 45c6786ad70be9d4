import { readDriverError } from '../../connections/driver-error.js';
import { StatementTimeout } from '../../connections/server-connection.js';
import { SideUnreadable } from '../../proof/side-unreadable.js';

/** What went wrong on a connection, without the side that it happened on. */
export function causeOf(error: unknown): unknown {
  return error instanceof SideUnreadable ? error.cause : error;
}

/** True when a statement was ended by its bound. */
export function isTimeout(error: unknown): boolean {
  return causeOf(error) instanceof StatementTimeout;
}

/** What the connection said, where it was one. */
export function messageOf(error: unknown): string {
  return readDriverError(causeOf(error)).message;
}
