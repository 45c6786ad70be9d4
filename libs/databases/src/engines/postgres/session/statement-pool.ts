import { type Client, type ClientConfig, Pool, type PoolClient } from 'pg';
import { poolSize } from '../../../session/connection-limits.js';
import type { ConnectionSource, LentConnection } from '../../../session/lent-connection.js';
import { Turns } from '../../../session/turns.js';
import { GuardedClient } from './guarded-client.js';
import { postgresConnection } from './postgres-connection.js';

/** The connections of one side for statements. */
export class StatementPool implements ConnectionSource {
  private readonly pool: Pool;
  // The driver's limit for connecting would also count for waiting until a connection is free: none waits in its queue.
  private readonly turns = new Turns(poolSize);

  constructor(private readonly options: ClientConfig) {
    this.pool = new Pool({ ...options, Client: GuardedClient, max: poolSize, idleTimeoutMillis: 60_000 });
    // A connection that is cut between two statements, or at rest, would end this process: the probe hears of the same and tells.
    this.pool.on('error', () => undefined);
    this.pool.on('connect', (client) => client.on('error', () => undefined));
  }

  /** Waits for a free connection however long that takes: who asked bounds it. Rejects with the driver's error. */
  async getConnection(): Promise<LentConnection> {
    const endTurn = await this.turns.take();
    let lent: PoolClient;
    try {
      lent = await this.pool.connect();
    } catch (error) {
      endTurn();
      throw error;
    }
    const giveBack = (isSpent: boolean): void => {
      lent.release(isSpent);
      endTurn();
    };
    return {
      ...postgresConnection(lent as unknown as Client, this.options),
      release: () => giveBack(false),
      hangUp: async () => giveBack(true),
      destroy: () => giveBack(true),
    };
  }

  /** Takes leave on every connection; never rejects. */
  end(): Promise<void> {
    return this.pool.end().catch(() => undefined);
  }
}
