import { createConnection, type Connection } from 'mysql2/promise';
import type { Role } from '@cutover/contracts';
import type { Endpoint } from '../../../endpoint.js';
import { connectOptions } from './connect-options.js';
import { isConnectionLoss } from '../failures.js';
import type { FamilyEngine } from '../server-identity.js';
import { hangUp } from './hang-up.js';
import { ServerUnavailable, type DedicatedSession, type StatementBounds } from '../../../session/server-connection.js';
import { StatementRunner, type ConnectionSource, type LentConnection } from './statement-runner.js';

/**
 * Connects and answers a session of the caller's own. Several statements a round trip are allowed on it, which the pool
 * never allows; nothing that a user typed may be put into its statements other than as a quoted identifier or a literal
 * made by us. `onEnd` is called once, however it ends. Rejects with the driver's error.
 */
export async function openDedicatedSession(
  endpoint: Endpoint,
  flavor: FamilyEngine,
  role: Role,
  onEnd: (session: DedicatedSession) => void,
): Promise<DedicatedSession> {
  const options = await connectOptions(endpoint);
  const connection = await createConnection({ ...options, multipleStatements: true });
  return new OwnSession(connection, role, onEnd, (source) => new StatementRunner(source, options, flavor));
}

const statementEnded = 'a statement on it was ended';

class OwnSession implements DedicatedSession {
  private readonly statements: StatementRunner;
  private loss: string | null = null;

  constructor(
    private readonly connection: Connection,
    private readonly role: Role,
    private readonly onEnd: (session: DedicatedSession) => void,
    runnerOver: (source: ConnectionSource) => StatementRunner,
  ) {
    this.statements = runnerOver({ getConnection: () => this.lend(), isSingle: true });
    connection.on('error', (error: Error) => this.end(error.message));
    connection.on('end', () => this.end('the server closed the connection'));
  }

  get isOpen(): boolean {
    return this.loss === null;
  }

  query<Row extends object>(
    sql: string,
    params: readonly unknown[] = [],
    bounds: StatementBounds = {},
  ): Promise<Row[]> {
    return this.translated(this.statements.run<Row>(sql, params, bounds));
  }

  batch(statements: readonly string[], bounds: StatementBounds = {}): Promise<object[][]> {
    return this.translated(this.statements.runAll(statements, bounds));
  }

  async close(): Promise<void> {
    await this.statements.endAll('The session was closed');
    const wasOpen = this.isOpen;
    this.end('it was closed');
    if (wasOpen) await hangUp(this.connection);
    else this.connection.destroy();
  }

  private async lend(): Promise<LentConnection> {
    if (this.loss !== null) throw this.unavailable(this.loss);
    const { connection } = this;
    return {
      connection,
      threadId: connection.threadId,
      query: connection.query.bind(connection),
      release: () => undefined,
      end: () => {
        this.end(statementEnded);
        return connection.end();
      },
      destroy: () => {
        this.end(statementEnded);
        connection.destroy();
      },
    };
  }

  private async translated<T>(work: Promise<T>): Promise<T> {
    try {
      return await work;
    } catch (error) {
      if (!isConnectionLoss(error)) throw error;
      this.end(error instanceof Error ? error.message : String(error));
      throw this.unavailable(this.loss ?? '', error);
    }
  }

  private unavailable(why: string, cause?: unknown): ServerUnavailable {
    return new ServerUnavailable(`A session on the ${this.role} is gone: ${why}`, { cause });
  }

  private end(why: string): void {
    if (this.loss !== null) return;
    this.loss = why;
    this.onEnd(this);
  }
}
