import { ServerUnavailable } from '@cutover/databases';
import type { Role } from '@cutover/contracts';

/** One side could not be read. `cause` is the failure of its connection. */
export class SideUnreadable extends Error {
  constructor(
    readonly role: Role,
    override readonly cause: unknown,
  ) {
    super(`The ${role} could not be read`);
  }
}

/** The server ran the statement, and the answer holds no value for the table. */
export class NoValue extends Error {}

/** True for a failure which says nothing of the table: its server does not answer. */
export function isSideLost(error: unknown): boolean {
  return (error instanceof SideUnreadable ? error.cause : error) instanceof ServerUnavailable;
}
