import type { Lab } from '@cutover/lab';
import { configOf } from './lab-pair.js';
import { runSql } from './scenario-stage.js';
import { startVerifier, type Verifier } from './verifier.js';

/** A database that goes to the target through replication, and a verifier that watches it alone. */
export interface ReplicatedDatabase {
  verifier: Verifier;
  /** Runs SQL in it on the source, and so on both sides. */
  onSource(sql: string): Promise<void>;
  /** Runs SQL in it on the target only: that is how differences are planted. */
  onTarget(sql: string): Promise<void>;
  end(): Promise<void>;
}

/** Makes it, empty, and lets our account read it. */
export async function createReplicated(lab: Lab, database: string): Promise<ReplicatedDatabase> {
  const roles = ['source', 'target'] as const;
  await lab.catchUp();
  await runSql(lab, 'source', `CREATE DATABASE ${database}`, { isReplicated: true });
  await lab.catchUp();
  for (const role of roles) await runSql(lab, role, `GRANT SELECT ON ${database}.* TO 'cutover'@'%'`);
  const verifier = await startVerifier(lab, configOf(lab, { databases: [database] }));
  return {
    verifier,
    onSource: (sql) => runSql(lab, 'source', sql, { database, isReplicated: true }),
    onTarget: (sql) => runSql(lab, 'target', sql, { database }),
    end: async () => {
      await verifier.close();
      for (const role of roles) await runSql(lab, role, `REVOKE SELECT ON ${database}.* FROM 'cutover'@'%'`);
      await runSql(lab, 'source', `DROP DATABASE ${database}`, { isReplicated: true });
      await lab.catchUp();
    },
  };
}
