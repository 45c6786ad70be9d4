import { type Client, type ClientConfig, Pool } from 'pg';
import { poolSize } from '../../../session/connection-limits.js';
import type { StatementPool } from '../../../session/pooled-session.js';
import { Turns } from '../../../session/turns.js';
import { GuardedClient } from './guarded-client.js';
import { postgresConnection } from './postgres-connection.js';

/** The connections of one side for statements: so many at most. */
export function statementPool(options: ClientConfig, most: number = poolSize): StatementPool {
  // The driver's limit for connecting would also count for waiting until a connection is free: none waits in its queue.
  const turns = new Turns(most);
  const pool = new Pool({ ...options, Client: GuardedClient, max: most, idleTimeoutMillis: 60_000 });
  // A connection that is cut between two statements, or at rest, would end this process: the probe hears of the same and tells.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return {
    // Waits for a free connection however long that takes: who asked bounds it.
    getConnection: async () => {
      const endTurn = await turns.take();
      try {
        const lent = await pool.connect();
        const giveBack = (isSpent: boolean): void => {
          lent.release(isSpent);
          endTurn();
        };
        return {
          ...postgresConnection(lent as unknown as Client, options),
          release: () => giveBack(false),
          hangUp: async () => giveBack(true),
          destroy: () => giveBack(true),
        };
      } catch (error) {
        endTurn();
        throw error;
      }
    },
    end: () => pool.end().catch(() => undefined),
  };
}
