import type { Client } from 'pg';
import type { EngineSession } from '../../../database-engine.js';
import type { Endpoint } from '../../../endpoint.js';
import { goodbyeMs, noAnswer, openWithinMs } from '../../../session/connection-limits.js';
import { PoolerBetween } from '../../../session/pooler-between.js';
import type { ServerIdentity, StatementBounds } from '../../../session/server-connection.js';
import { StatementRunner } from '../../../session/statement-runner.js';
import { UnsupportedVersion } from '../../../session/unsupported-version.js';
import { within } from '../../../session/within.js';
import { postgresFailure } from '../failures.js';
import { identityOf, identityStatement, type IdentityRow } from '../server-identity.js';
import { connectOptions } from './connect-options.js';
import { GuardedClient } from './guarded-client.js';
import { backendOf, destroy, hangUp } from './postgres-connection.js';
import { serverLimitStatement, sessionSettings } from './session-settings.js';
import { StatementPool } from './statement-pool.js';

/** Counters of failed subscriptions (pg_stat_subscription_stats) came with it. */
const oldestVersion = 150_000;

/** One uninterrupted time of being connected to one side. After a loss it is closed, and a new one is opened. */
export class ServerSession implements EngineSession {
  private constructor(
    private readonly probeClient: Client,
    private readonly pool: StatementPool,
    private readonly statements: StatementRunner,
    readonly identity: ServerIdentity,
    readonly tlsCipher: string | null,
  ) {}

  /** Connects and asks the server who it is. Rejects with the driver's error, ETIMEDOUT, or PoolerBetween. */
  static async open(endpoint: Endpoint, onLoss: (error: unknown) => void): Promise<ServerSession> {
    const options = await connectOptions(endpoint);
    const probe = new GuardedClient(options);
    probe.on('error', onLoss);
    probe.on('end', () => onLoss(new Error('Connection terminated')));
    try {
      const row = await within(openWithinMs, introduce(probe));
      if (!row) throw noAnswer('The server accepted the connection and then did not answer');
      if (row.backend !== backendOf(probe)) throw new PoolerBetween();
      if (row.versionNumber < oldestVersion) throw new UnsupportedVersion(`PostgreSQL ${row.version}`);
      const identity = identityOf(row);
      const pool = new StatementPool(options, identity.fingerprint, onLoss);
      const statements = new StatementRunner(pool, postgresFailure);
      return new ServerSession(probe, pool, statements, identity, row.cipher);
    } catch (error) {
      destroy(probe);
      throw error;
    }
  }

  query<Row extends object>(
    sql: string,
    params: readonly unknown[] = [],
    bounds: StatementBounds = {},
  ): Promise<Row[]> {
    return this.statements.run<Row>(sql, params, bounds);
  }

  async probe(limitMs: number): Promise<void> {
    const answered = await within(limitMs, this.probeClient.query('SELECT 1'));
    if (!answered) throw noAnswer(`No answer to a probe within ${limitMs} ms`);
  }

  async close(reason: string): Promise<void> {
    await this.statements.endAll(reason);
    await Promise.all([hangUp(this.probeClient), within(goodbyeMs, this.pool.end())]);
  }

  abandon(reason: Error): void {
    this.statements.abandonAll(reason);
    destroy(this.probeClient);
    void this.pool.end();
  }
}

async function introduce(probe: Client): Promise<IdentityRow> {
  await probe.connect();
  await probe.query(sessionSettings);
  await probe.query(serverLimitStatement(openWithinMs));
  const { rows } = await probe.query<IdentityRow>(identityStatement);
  return rows[0]!;
}
