import type { Role } from '@cutover/contracts';
import type { PostgresLab } from '@cutover/lab';

/** The one value that an administrator reads on a side. */
export async function readAsAdmin(lab: PostgresLab, role: Role, sql: string): Promise<unknown> {
  const { rows } = await lab.withAdmin(role, (admin) => admin.query<Record<string, unknown>>(sql));
  return Object.values(rows[0] ?? {})[0];
}
