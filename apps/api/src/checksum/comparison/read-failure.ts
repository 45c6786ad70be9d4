import { errorText, StatementTimeout } from '@cutover/databases';
import { SideUnreadable } from '../../proof/side-unreadable.js';

/** The failure of the connection: without the SideUnreadable around it. */
export function causeOf(error: unknown): unknown {
  return error instanceof SideUnreadable ? error.cause : error;
}

/** True when a statement was ended by its time limit. */
export function isTimeout(error: unknown): boolean {
  return causeOf(error) instanceof StatementTimeout;
}

/** The message of that failure. */
export function messageOf(error: unknown): string {
  return errorText(causeOf(error));
}
