/** The caller did something that cannot be done; answered as it stands, with `status`. */
export class UserError extends Error {
  constructor(
    readonly status: 400 | 401 | 403 | 404 | 409 | 413 | 429,
    /** Stable, upper snake case: `MIGRATION_UNKNOWN`. */
    readonly code: string,
    /** Says what to do next. */
    message: string,
    readonly details?: { path: string; message: string }[],
  ) {
    super(message);
  }
}

/** Something outside does not work at the moment (a database is down, a disk is full); answered with 503. */
export class OperationalError extends Error {
  constructor(
    readonly code: string,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
