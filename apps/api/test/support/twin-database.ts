import type { Lab } from '@cutover/lab';
import type { Role } from '@cutover/contracts';

/** A database of the same name on both sides, which replication knows nothing of: each side is written by itself. */
export interface TwinDatabase {
  readonly name: string;
  /** Runs statements on both sides. */
  both(...statements: readonly string[]): Promise<void>;
  /** Runs statements on one side only: that is how differences are planted. */
  only(role: Role, ...statements: readonly string[]): Promise<void>;
  drop(): Promise<void>;
}

/** Makes it, empty, and lets our account read it. */
export async function createTwin(lab: Lab, name: string): Promise<TwinDatabase> {
  const only = async (role: Role, ...statements: readonly string[]): Promise<void> => {
    await lab.withoutBinaryLog(role, async (root) => {
      await root.query(`USE ${name}`);
      // A replica's session would print and store as its source did; ours must not depend on the server's own settings.
      await root.query("SET SESSION sql_mode = 'NO_ENGINE_SUBSTITUTION', time_zone = '+00:00'");
      for (const statement of statements) await root.query(statement);
    });
  };
  const roles = ['source', 'target'] as const;
  const admin = async (...statements: readonly string[]): Promise<void> => {
    for (const role of roles)
      await lab.withoutBinaryLog(role, async (root) => {
        for (const statement of statements) await root.query(statement);
      });
  };
  await admin(
    `DROP DATABASE IF EXISTS ${name}`,
    `CREATE DATABASE ${name} CHARACTER SET utf8mb4`,
    `GRANT SELECT ON ${name}.* TO 'cutover'@'%'`,
  );
  return {
    name,
    both: async (...statements) => {
      for (const role of roles) await only(role, ...statements);
    },
    only,
    drop: () => admin(`REVOKE SELECT ON ${name}.* FROM 'cutover'@'%'`, `DROP DATABASE ${name}`),
  };
}
