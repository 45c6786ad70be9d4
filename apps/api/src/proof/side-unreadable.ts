import type { Role } from '@cutover/contracts';

/** Reading one side failed; `cause` is what the connection said. */
export class SideUnreadable extends Error {
  constructor(
    readonly role: Role,
    override readonly cause: unknown,
  ) {
    super(`The ${role} could not be read`);
  }
}

/** The server ran the statement and gave no value for the table. */
export class NoValue extends Error {}
