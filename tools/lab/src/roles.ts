/** The two servers of a migration: the source, and the target that replicates from it. */
export const roles = ['source', 'target'] as const;

export type Role = (typeof roles)[number];

/** Builds one value a server, both at once: everything the lab does to both sides runs in parallel. */
export async function forBothRoles<T>(build: (role: Role) => Promise<T>): Promise<Record<Role, T>> {
  const [source, target] = await Promise.all([build('source'), build('target')]);
  return { source, target };
}

/** Like Promise.all, but a failure waits until the others have ended: whoever cleans up after it finds nothing under way. */
export async function allEnded(work: readonly Promise<void>[]): Promise<void> {
  await Promise.allSettled(work);
  await Promise.all(work);
}
