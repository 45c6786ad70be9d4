import type { DedicatedSession, ServerConnection } from '@cutover/databases';

/**
 * Opens a session on each connection. When one fails, the others are closed, even those that open later; then this
 * rejects as the connection does.
 */
export async function openAll<Name extends string>(
  connections: Readonly<Record<Name, ServerConnection>>,
): Promise<Record<Name, DedicatedSession>> {
  const opened: Partial<Record<Name, DedicatedSession>> = {};
  const open = async (name: Name): Promise<void> => {
    opened[name] = await connections[name].openSession();
  };
  const outcomes = await Promise.allSettled((Object.keys(connections) as Name[]).map(open));
  const failed = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failed === undefined) return opened as Record<Name, DedicatedSession>;
  await closeAll(opened);
  throw failed.reason;
}

/** Resolves when all are closed. */
export async function closeAll(sessions: Readonly<Partial<Record<string, DedicatedSession>>>): Promise<void> {
  await Promise.all(Object.values(sessions).map((session) => session?.close()));
}
