import { failureKind, isServersAnswer, type FailureKind } from '@cutover/databases';

/** Failures that are about one database of a server that answers. */
const failuresOfOneDatabase: readonly FailureKind[] = [
  'database-missing',
  'right-missing',
  'address-not-allowed',
  // Where it is the whole server that is full, those that are connected stay so.
  'no-free-connection',
  'own-limit-reached',
];

/**
 * Whether this failure to connect says nothing of the server's other databases. What the server says in words that we do not know, it
 * says of this one.
 */
export function isOfOneDatabase(error: unknown): boolean {
  const kind = failureKind(error);
  return failuresOfOneDatabase.includes(kind) || (kind === 'other' && isServersAnswer(error));
}
