import { type Client, type ClientConfig, Pool, type PoolClient } from 'pg';
import { poolSize } from '../../../session/connection-limits.js';
import type { ConnectionSource, LentConnection } from '../../../session/lent-connection.js';
import { AnotherServer } from '../../../session/another-server.js';
import { Turns } from '../../../session/turns.js';
import { identityOf, identityStatement, type IdentityRow } from '../server-identity.js';
import { GuardedClient } from './guarded-client.js';
import { backendOf, postgresConnection } from './postgres-connection.js';

/** The connections of one side for statements. */
export class StatementPool implements ConnectionSource {
  private readonly pool: Pool;
  // The driver's limit for connecting would also count for waiting until a connection is free: none waits in its queue.
  private readonly turns = new Turns(poolSize);

  /** `fingerprint`: of the server that was identified. `onLoss` is called when a connection leads to another one. */
  constructor(
    private readonly options: ClientConfig,
    private readonly fingerprint: string,
    private readonly onLoss: (error: unknown) => void,
  ) {
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
    const client = lent as unknown as Client;
    const connection = postgresConnection(client, this.options);
    let isAnother = false;
    const giveBack = (isSpent: boolean): void => {
      lent.release(isSpent);
      endTurn();
    };
    return {
      ...connection,
      setUp: async () => {
        await connection.setUp();
        isAnother = !(await this.leadsToOurServer(client));
        if (!isAnother) return;
        const loss = new AnotherServer();
        this.onLoss(loss);
        throw loss;
      },
      release: () => giveBack(isAnother),
      hangUp: async () => giveBack(true),
      destroy: () => giveBack(true),
    };
  }

  /** An address may lead to several servers, and each connection to the next of them. */
  private async leadsToOurServer(client: Client): Promise<boolean> {
    const { rows } = await client.query<IdentityRow>(identityStatement);
    const row = rows[0]!;
    return identityOf(row).fingerprint === this.fingerprint && row.backend === backendOf(client);
  }

  /** Takes leave on every connection; never rejects. */
  end(): Promise<void> {
    return this.pool.end().catch(() => undefined);
  }
}
