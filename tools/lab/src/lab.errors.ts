/**
 * Something a person can act on: the message says what happened, `advice` what to do next.
 * Every other error that leaves the lab is a defect of the lab.
 */
export class LabError extends Error {
  constructor(
    message: string,
    readonly advice?: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'LabError';
  }
}

/** The text of whatever was thrown. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
