/** The two servers of a migration: the source, and the target that replicates from it. */
export const roles = ['source', 'target'] as const;

export type Role = (typeof roles)[number];

/** Builds one value a server, both at once: everything the lab does to both sides runs in parallel. */
export async function forBothRoles<T>(build: (role: Role) => Promise<T>): Promise<Record<Role, T>> {
  const [source, target] = await Promise.all([build('source'), build('target')]);
  return { source, target };
}
