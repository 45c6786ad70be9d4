/** Connections one side may hold for statements; the probe has one more of its own, so that it never waits in a queue. */
export const poolSize = 4;
/** A host that drops packets must not hold an attempt for longer. */
export const connectTimeoutMs = 10_000;
/** Greeting and first questions together; a server that accepts and then says nothing must not hold an attempt. */
export const openWithinMs = 15_000;
/** Longest time to spend on ending a statement; after that the server's own limit must do it. */
export const endWithinMs = 3_000;
/** A server that does not take our leave by then is left all the same, and so is one that does not take that of a pool. */
export const goodbyeMs = 1_000;

/** The server did not answer within one of these limits. */
export function noAnswer(message: string): Error {
  return Object.assign(new Error(message), { code: 'ETIMEDOUT' });
}
