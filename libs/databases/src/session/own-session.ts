import { isLoss } from '../failure-groups.js';
import type { FailureKind } from '../failure-kind.js';
import { onlyTo } from './only-to.js';
import type { LentConnection } from './lent-connection.js';
import {
  ServerUnavailable,
  type DedicatedSession,
  type SessionOwner,
  type StatementBounds,
} from './server-connection.js';
import { StatementRunner } from './statement-runner.js';

/** The one connection of a session, as its driver has it. */
export type OwnConnection = Omit<LentConnection, 'release'>;

const statementEnded = 'a statement on it was ended';

/** A session of the caller's own over one connection, whatever the driver. */
export class OwnSession implements DedicatedSession {
  private readonly statements: StatementRunner;
  private loss: string | null = null;

  private readonly connection: OwnConnection;

  constructor(
    connection: OwnConnection,
    private readonly owner: SessionOwner,
    private readonly failureKind: (error: unknown) => FailureKind,
  ) {
    const { fingerprint } = owner;
    this.connection =
      fingerprint === null ? connection : onlyTo(connection, fingerprint, ({ message }) => this.lose(message));
    this.statements = new StatementRunner({ getConnection: () => this.lend(), isSingle: true }, failureKind);
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
    this.lose('it was closed');
    if (wasOpen) await this.connection.hangUp();
    else this.connection.destroy();
  }

  /** The connection is gone; told by its driver. */
  lose(why: string): void {
    if (this.loss !== null) return;
    this.loss = why;
    this.owner.onEnd(this);
  }

  private async lend(): Promise<LentConnection> {
    if (this.loss !== null) throw this.unavailable(this.loss);
    const { connection } = this;
    return {
      key: connection.key,
      setUp: () => connection.setUp(),
      fingerprint: () => connection.fingerprint(),
      limitTo: (limitMs) => connection.limitTo(limitMs),
      send: (sql, params) => connection.send(sql, params),
      sendAll: (statements) => connection.sendAll(statements),
      endStatement: () => connection.endStatement(),
      release: () => undefined,
      hangUp: () => {
        this.lose(statementEnded);
        return connection.hangUp();
      },
      destroy: () => {
        this.lose(statementEnded);
        connection.destroy();
      },
    };
  }

  private async translated<T>(work: Promise<T>): Promise<T> {
    try {
      return await work;
    } catch (error) {
      if (!isLoss(error, this.failureKind(error))) throw error;
      this.lose(error instanceof Error ? error.message : String(error));
      throw this.unavailable(this.loss ?? '', error);
    }
  }

  private unavailable(why: string, cause?: unknown): ServerUnavailable {
    return new ServerUnavailable(`A session on the ${this.owner.role} is gone: ${why}`, { cause });
  }
}
