import type { Lab } from '@cutover/lab';
import type { Role } from '@cutover/contracts';
import type { EndpointConfig } from '../../src/config/config.schema.js';
import { endpointOf } from './lab-pair.js';

/** Password of every account that a test makes. */
export const passwordOfTests = 'only-for-this-test';

/** An account with the given rights on each side and no others; `drop` removes it. */
export async function createAccount(
  lab: Lab,
  name: string,
  grants: Readonly<Record<Role, readonly string[]>>,
): Promise<{ source: EndpointConfig; target: EndpointConfig; drop: () => Promise<void> }> {
  const password = passwordOfTests;
  const each = async (statements: (role: Role) => readonly string[]): Promise<void> => {
    for (const role of ['source', 'target'] as const)
      await lab.withoutBinaryLog(role, async (root) => {
        for (const statement of statements(role)) await root.query(statement);
      });
  };
  await each((role) => [
    // MySQL has no CREATE OR REPLACE.
    `DROP USER IF EXISTS ${name}@'%'`,
    `CREATE USER ${name}@'%' IDENTIFIED BY '${password}'`,
    ...grants[role].map((grant) => `GRANT ${grant} TO ${name}@'%'`),
  ]);
  const endpoint = (role: Role): EndpointConfig => endpointOf(lab, role, { username: name, password });
  return {
    ...{ source: endpoint('source'), target: endpoint('target') },
    drop: () => each(() => [`DROP USER IF EXISTS ${name}@'%'`]),
  };
}
