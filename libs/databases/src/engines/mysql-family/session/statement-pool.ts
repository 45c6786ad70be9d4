import { createPool, type ConnectionOptions } from 'mysql2/promise';
import { poolSize } from '../../../session/connection-limits.js';
import type { StatementPool } from '../../../session/pooled-session.js';
import type { FamilyEngine } from '../server-identity.js';
import { mysqlConnection } from './mysql-connection.js';

/** The connections of one side for statements. */
export function statementPool(options: ConnectionOptions, engine: FamilyEngine): StatementPool {
  const pool = createPool({ ...options, connectionLimit: poolSize, maxIdle: 2, idleTimeout: 60_000 });
  return {
    getConnection: async () => {
      const lent = await pool.getConnection();
      return { ...mysqlConnection(lent, options, engine), release: () => lent.release() };
    },
    // Taking leave of every server it knew; those that are gone answer with an error.
    end: () => pool.end().catch(() => undefined),
  };
}
