import { createConnection, createPool, type Connection, type Pool } from 'mysql2/promise';
import type { EngineSession } from '../../../database-engine.js';
import type { Endpoint } from '../../../endpoint.js';
import { connectOptions } from './connect-options.js';
import type { ServerIdentity, StatementBounds } from '../../../session/server-connection.js';
import {
  flavorOf,
  identityOf,
  identityStatement,
  serverUuidStatement,
  type FamilyEngine,
  type IdentityRow,
} from '../server-identity.js';
import { goodbyeMs, noAnswer, openWithinMs, poolSize } from '../../../session/connection-limits.js';
import type { LentConnection } from '../../../session/lent-connection.js';
import { AnotherServer } from '../../../session/another-server.js';
import { EngineMismatch } from '../../../session/engine-mismatch.js';
import { hangUp } from './hang-up.js';
import { sessionSettings } from './session-settings.js';
import { mysqlConnection } from './mysql-connection.js';
import { StatementRunner } from '../../../session/statement-runner.js';
import { within } from '../../../session/within.js';
import { mysqlFamilyFailure } from '../failures.js';

/** One uninterrupted time of being connected to one side. After a loss it is closed, and a new one is opened. */
export class ServerSession implements EngineSession {
  private constructor(
    private readonly probeConnection: Connection,
    private readonly pool: Pool,
    private readonly statements: StatementRunner,
    readonly identity: ServerIdentity,
    /** Cipher of the session; null when plain. */
    readonly tlsCipher: string | null,
  ) {}

  /** Connects and asks the server who it is. Rejects with the driver's error, ETIMEDOUT, or EngineMismatch. */
  static async open(
    endpoint: Endpoint,
    engine: FamilyEngine,
    onLoss: (error: unknown) => void,
  ): Promise<ServerSession> {
    const options = await connectOptions(endpoint);
    const probe = await createConnection(options);
    probe.on('error', onLoss);
    probe.on('end', () =>
      onLoss(Object.assign(new Error('The server closed the connection'), { code: 'PROTOCOL_CONNECTION_LOST' })),
    );
    try {
      const first = await within(openWithinMs, introduce(probe));
      if (!first) throw noAnswer('The server accepted the connection and then did not answer');
      const { flavor, version } = first.identity;
      if (flavor !== engine) throw new EngineMismatch(engine, flavor, version);
      const pool = createPool({ ...options, connectionLimit: poolSize, maxIdle: 2, idleTimeout: 60_000 });
      const lend = async (): Promise<LentConnection> => {
        const lent = await pool.getConnection();
        const connection = mysqlConnection(lent, options, engine);
        let isAnother = false;
        return {
          ...connection,
          setUp: async () => {
            await connection.setUp();
            // An address may lead to several servers, and each connection to the next of them.
            isAnother = (await identify(lent)).fingerprint !== first.identity.fingerprint;
            if (!isAnother) return;
            const loss = new AnotherServer();
            onLoss(loss);
            throw loss;
          },
          release: () => (isAnother ? lent.destroy() : lent.release()),
        };
      };
      const statements = new StatementRunner({ getConnection: lend }, mysqlFamilyFailure);
      return new ServerSession(probe, pool, statements, first.identity, first.tlsCipher);
    } catch (error) {
      probe.destroy();
      throw error;
    }
  }

  /** Runs one bounded statement; see ServerConnection.query. */
  query<Row extends object>(
    sql: string,
    params: readonly unknown[] = [],
    bounds: StatementBounds = {},
  ): Promise<Row[]> {
    return this.statements.run<Row>(sql, params, bounds);
  }

  /** The lightest question there is. Rejects with the driver's error, or ETIMEDOUT after `limitMs`. */
  async probe(limitMs: number): Promise<void> {
    const answered = await within(limitMs, this.probeConnection.query('SELECT 1'));
    if (!answered) throw noAnswer(`No answer to a probe within ${limitMs} ms`);
  }

  /** Ends what runs, on the server too, and hangs up. Takes a few seconds at most and never rejects. */
  async close(reason: string): Promise<void> {
    await this.statements.endAll(reason);
    await Promise.all([hangUp(this.probeConnection), within(goodbyeMs, this.endPool())]);
  }

  /** For a server that is gone: hangs up at once, and statements that wait for it fail with `reason`. */
  abandon(reason: Error): void {
    this.statements.abandonAll(reason);
    this.probeConnection.destroy();
    void this.endPool();
  }

  /** Closing a pool takes leave of every server it knew; those that are gone answer with an error. */
  private endPool(): Promise<void> {
    return this.pool.end().catch(() => undefined);
  }
}

async function introduce(probe: Connection): Promise<{ identity: ServerIdentity; tlsCipher: string | null }> {
  for (const setting of sessionSettings) await probe.query(setting);
  const identity = await identify(probe);
  const cipher = firstRow<{ Value: string }>(await probe.query("SHOW SESSION STATUS LIKE 'Ssl_cipher'")).Value;
  return { identity, tlsCipher: cipher === '' ? null : cipher };
}

async function identify(connection: Pick<Connection, 'query'>): Promise<ServerIdentity> {
  const row = firstRow<IdentityRow>(await connection.query(identityStatement));
  const isMysql = flavorOf(row) === 'mysql';
  const uuid = isMysql ? firstRow<{ uuid: string }>(await connection.query(serverUuidStatement)).uuid : null;
  return identityOf(row, uuid);
}

function firstRow<Row>([rows]: [unknown, unknown]): Row {
  const row: unknown = Array.isArray(rows) ? rows[0] : undefined;
  if (row === undefined) throw new Error('The server answered an identity question with no row');
  return row as Row;
}
