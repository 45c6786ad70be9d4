import type { Role } from '@cutover/contracts';
import type { Lab } from '@cutover/lab';

/** Runs statements of an administrator on one side, in one session. */
export function runOn(lab: Lab, role: Role, ...statements: readonly string[]): Promise<void> {
  return lab.withAdmin(role, async (root) => {
    for (const statement of statements) await root.query(statement);
  });
}

/** The same without the binary log: what it does stays on that side. */
export function runUnlogged(lab: Lab, role: Role, ...statements: readonly string[]): Promise<void> {
  return lab.withoutBinaryLog(role, async (root) => {
    for (const statement of statements) await root.query(statement);
  });
}
