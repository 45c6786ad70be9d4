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
