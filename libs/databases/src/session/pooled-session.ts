import type { EngineSession } from '../database-engine.js';
import type { FailureKind } from '../failure-kind.js';
import { goodbyeMs, noAnswer } from './connection-limits.js';
import { AnotherServer } from './another-server.js';
import type { ConnectionSource } from './lent-connection.js';
import { onlyTo } from './only-to.js';
import type { ServerIdentity, StatementBounds } from './server-connection.js';
import { StatementRunner } from './statement-runner.js';
import { within } from './within.js';

/** The connection over which the server was identified, and which asks from then on whether it answers. */
export interface ProbeConnection {
  /** The lightest question there is. Rejects with the driver's error. */
  ask(): Promise<unknown>;
  /** Takes leave politely, for a second at most; never rejects. */
  hangUp(): Promise<void>;
  destroy(): void;
}

/** Connections for statements; of them there may be none at the moment. */
export interface StatementPool extends ConnectionSource {
  /** Takes leave on every connection; never rejects. */
  end(): Promise<void>;
}

/** What connecting to a server has led to. */
export interface Connected {
  /** null: whether the server answers is asked over a connection of the pool. */
  probe: ProbeConnection | null;
  pool: StatementPool;
  identity: ServerIdentity;
  /** Cipher of the session; null when plain. */
  tlsCipher: string | null;
}

/** One uninterrupted time of being connected to one side, whatever the driver. */
export class PooledSession implements EngineSession {
  readonly identity: ServerIdentity;
  readonly tlsCipher: string | null;
  private readonly statements: StatementRunner;

  /** `onLoss` is called when a connection of the pool leads to another server. */
  constructor(
    private readonly connected: Connected,
    failureKind: (error: unknown) => FailureKind,
    private readonly onLoss: (error: unknown) => void,
  ) {
    const { identity, tlsCipher, pool } = connected;
    this.identity = identity;
    this.tlsCipher = tlsCipher;
    const getConnection = async () => onlyTo(await pool.getConnection(), identity.fingerprint, onLoss);
    this.statements = new StatementRunner({ getConnection }, failureKind);
  }

  query<Row extends object>(
    sql: string,
    params: readonly unknown[] = [],
    bounds: StatementBounds = {},
  ): Promise<Row[]> {
    return this.statements.run<Row>(sql, params, bounds);
  }

  async probe(limitMs: number): Promise<'answered' | 'not-asked'> {
    const { probe } = this.connected;
    if (probe === null) return this.probeByPool(limitMs);
    if (!(await within(limitMs, probe.ask()))) throw noAnswer(`No answer to a probe within ${limitMs} ms`);
    return 'answered';
  }

  async close(reason: string): Promise<void> {
    await this.statements.endAll(reason);
    await Promise.all([this.connected.probe?.hangUp(), within(goodbyeMs, this.connected.pool.end())]);
  }

  abandon(reason: Error): void {
    this.statements.abandonAll(reason);
    this.connected.probe?.destroy();
    void this.connected.pool.end();
  }

  /** Where all connections are at work, their statements have bounds of their own, which tell of a server that is silent. */
  private async probeByPool(limitMs: number): Promise<'answered' | 'not-asked'> {
    const { pool, identity } = this.connected;
    const lending = pool.getConnection();
    const connection = await within(limitMs, lending);
    if (connection === null) {
      lending.then(
        (late) => late.release(),
        () => undefined,
      );
      return 'not-asked';
    }
    try {
      const told = await within(limitMs, connection.fingerprint().then(String));
      if (told === null) throw noAnswer(`No answer to a probe within ${limitMs} ms`);
      if (told !== identity.fingerprint) this.onLoss(new AnotherServer());
      connection.release();
      return 'answered';
    } catch (error) {
      connection.destroy();
      throw error;
    }
  }
}
