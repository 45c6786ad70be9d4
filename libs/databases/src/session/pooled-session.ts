import type { EngineSession } from '../database-engine.js';
import type { FailureKind } from '../failure-kind.js';
import { goodbyeMs, noAnswer } from './connection-limits.js';
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

/** Connections for statements. */
export interface StatementPool extends ConnectionSource {
  /** Takes leave on every connection; never rejects. */
  end(): Promise<void>;
}

/** What connecting to a server has led to. */
export interface Connected {
  probe: ProbeConnection;
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
    onLoss: (error: unknown) => void,
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

  async probe(limitMs: number): Promise<void> {
    const answered = await within(limitMs, this.connected.probe.ask());
    if (!answered) throw noAnswer(`No answer to a probe within ${limitMs} ms`);
  }

  async close(reason: string): Promise<void> {
    await this.statements.endAll(reason);
    await Promise.all([this.connected.probe.hangUp(), within(goodbyeMs, this.connected.pool.end())]);
  }

  abandon(reason: Error): void {
    this.statements.abandonAll(reason);
    this.connected.probe.destroy();
    void this.connected.pool.end();
  }
}
