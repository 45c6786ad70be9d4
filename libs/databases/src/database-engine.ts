import type { Engine, Fault, Role } from '@cutover/contracts';
import type { Endpoint } from './endpoint.js';
import type { FailureKind } from './failure-kind.js';
import type { PositionCodec } from './position.js';
import type { SessionOwner } from './session/server-connection.js';
import type { DedicatedSession, ServerIdentity, StatementRunnerLike } from './session/server-connection.js';
import type { TableName } from './table-name.js';

/** Everything that differs by engine in talking to a server. One implementation for each name: engines.ts. */
export interface DatabaseEngine {
  readonly name: Engine;
  /**
   * Connects, and sees that the server is of this engine. `onLoss` is called when the connection goes. Rejects with the
   * driver's error, or EngineMismatch.
   */
  connect(endpoint: Endpoint, onLoss: (error: unknown) => void): Promise<EngineSession>;
  /** A session of the caller's own, beside those. Rejects with the driver's error. */
  openSession(endpoint: Endpoint, owner: SessionOwner): Promise<DedicatedSession>;
  /** The statements that give what the account lacks, as people run them; empty: nothing is missing. Rejects as `query` does. */
  missingRights(server: StatementRunnerLike, identity: ServerIdentity, needs: RightsNeeds): Promise<string[]>;
  /**
   * Of these databases and tables those that the account may not read. A server may hide tables of them, so that a list of
   * tables is not known to be complete. Rejects when the server cannot be asked.
   */
  hiddenParts(
    server: StatementRunnerLike,
    identity: ServerIdentity,
    needs: Omit<RightsNeeds, 'role'>,
  ): Promise<HiddenPart[]>;
  /** What an error of the driver means; `other` for errors of another driver. */
  failureKind(error: unknown): FailureKind;
  /** What a failed connect means for people, and what to do about it. Holds no secret. */
  explainFault(error: unknown, subject: FaultSubject): Fault;
  quoteIdentifier(name: string): string;
  readonly positions: PositionCodec;
}

/** One uninterrupted time of being connected to one server. After a loss it is closed, and a new one is opened. */
export interface EngineSession extends StatementRunnerLike {
  readonly identity: ServerIdentity;
  /** Cipher of the session; null when plain. */
  readonly tlsCipher: string | null;
  /**
   * The lightest question there is; not asked where it would have to wait for statements that are under way. Rejects with the driver's
   * error, or `no-answer` after `limitMs`.
   */
  probe(limitMs: number): Promise<'answered' | 'not-asked'>;
  /** Ends what runs, on the server too, and hangs up. Takes a few seconds at most and never rejects. */
  close(reason: string): Promise<void>;
  /** For a server that is gone: hangs up at once, and statements that wait for it fail with `reason`. */
  abandon(reason: Error): void;
}

/** What the account must be able to do on one side. */
export interface RightsNeeds {
  role: Role;
  rds: boolean;
  /** What is watched whole: databases, or schemas where the engine has them. */
  databases: readonly string[];
  /** Single tables. */
  tables: readonly TableName[];
}

/** A database or a table that may hold more than the account is shown. */
export interface HiddenPart {
  /** The database, or the table as `db.table`. */
  name: string;
  /** The statement that gives the right to see all of it, as people run it. */
  grant: string;
}

/** The server that a fault is about. */
export type FaultSubject = Pick<Endpoint, 'host' | 'port' | 'username' | 'database' | 'rds' | 'tls'>;
