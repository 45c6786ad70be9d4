import type { Engine, Role, ServerStatus } from '@cutover/contracts';
import type { Endpoint } from '../endpoint.js';

/** Bounds of one statement. */
export interface StatementBounds {
  /** The statement is ended on the server after this long. Default 30,000 ms. */
  timeoutMs?: number;
  /** Aborting ends the statement on the server and rejects with StatementCancelled. */
  signal?: AbortSignal | undefined;
}

/** Whatever can run a bounded statement on one server. */
export interface StatementRunnerLike {
  query<Row extends object>(sql: string, params?: readonly unknown[], bounds?: StatementBounds): Promise<Row[]>;
}

/** What the server said of itself at the first successful connect; refreshed at every reconnect. */
export interface ServerIdentity {
  flavor: Engine;
  /** As people know it: `10.11.6-MariaDB-0+deb12u1-log`, `PostgreSQL 17.2`. */
  version: string;
  /** major * 10000 + minor * 100 + patch: 10.11.6 is 101106. PostgreSQL has no third number: 17.2 is 170002. */
  versionNumber: number;
  /** `server_id`; the system identifier of PostgreSQL. */
  serverId: string;
  /** Our account as the server matched it: `cutover@%`; the name of the role in PostgreSQL. */
  account: string;
  /**
   * Identity that no two servers share: MySQL server_uuid; MariaDB hostname, port, datadir and server_id together; PostgreSQL
   * system identifier and time of start.
   */
  fingerprint: string;
}

/** True only when both are known and are one server. Two unknown servers are not the same. */
export function isSameServer(a: ServerIdentity | null, b: ServerIdentity | null): boolean {
  return a !== null && b !== null && a.fingerprint === b.fingerprint;
}

/** The statement was ended by its bound. */
export class StatementTimeout extends Error {}
/** The statement was ended because its signal was aborted. */
export class StatementCancelled extends Error {}
/** The server is not connected at the moment; `message` tells since when and why. */
export class ServerUnavailable extends Error {}

/** A connection of one side that belongs to its opener alone, whatever goes over it. It must be closed. */
export interface OwnedConnection {
  /** Hangs up. Never rejects. */
  close(): Promise<void>;
}

/**
 * A connection of one side that belongs to its opener alone: what a session holds (a transaction, a snapshot, settings)
 * stays between two statements. Read only, like every session of ours. It must be closed. A statement that was ended by
 * its bound, or a lost connection, ends the session: from then on everything rejects with ServerUnavailable.
 */
export interface DedicatedSession extends OwnedConnection {
  /** As ServerConnection.query. */
  query<Row extends object>(sql: string, params?: readonly unknown[], bounds?: StatementBounds): Promise<Row[]>;
  /** Several statements in one round trip; the rows of each, in order. Parameters are not possible. Rejects as `query`. */
  batch(statements: readonly string[], bounds?: StatementBounds): Promise<object[][]>;
  /** False once it was closed, lost, or a statement on it was ended. */
  readonly isOpen: boolean;
  /** Hangs up; the server rolls back whatever is open. Statements under way are ended. Never rejects. */
  close(): Promise<void>;
}

/** Whose session it is, and who wants to know of its end. */
export interface SessionOwner {
  role: Role;
  /** Of the server that it must lead to; null: whichever answers. */
  fingerprint: string | null;
  /** Called once, however it ends. */
  onEnd: (session: OwnedConnection) => void;
}

/** Connects to one side. Rejects with the driver's error. */
export type OpenOwned<Connection extends OwnedConnection> = (
  endpoint: Endpoint,
  owner: SessionOwner,
) => Promise<Connection>;

/** What was read of a server, and how long ago, in ms. */
export interface TimedReading<T> {
  value: T;
  ageMs: number;
}

/** One side of one migration. Obtained from `ConnectionsService.get(migration, role)`. */
export interface ServerConnection {
  readonly migration: string;
  /** The database that every connection leads to; null: of an engine that binds a connection to none. */
  readonly database: string | null;
  readonly role: Role;
  /** As the configuration says. */
  readonly engine: Engine;
  /** True when the configuration says that this side is Amazon RDS. */
  readonly rds: boolean;
  /**
   * Runs one bounded statement with parameters as its engine writes them (`?`, `$1`); rows come with column names as keys,
   * big integers as text.
   * Rejects with StatementTimeout, StatementCancelled, ServerUnavailable (at once, without waiting for a reconnect),
   * or the driver's error: see failureKind.
   */
  query<Row extends object>(sql: string, params?: readonly unknown[], bounds?: StatementBounds): Promise<Row[]>;
  /**
   * A connection of the caller's own, beside the pool. Rejects with ServerUnavailable (at once while the side is not up)
   * or the driver's error. Sessions still open when this side is closed are closed with it.
   */
  openSession(): Promise<DedicatedSession>;
  /**
   * The same for a kind of connection that only one engine has: `open` is a function of its entrance to this library.
   * Rejects as `openSession`.
   */
  openOwned<Connection extends OwnedConnection>(open: OpenOwned<Connection>): Promise<Connection>;
  /**
   * What is of the whole server and the same whichever of its databases is asked. Where several of them are watched, `read` runs for
   * one, and the others take what it found less than `freshMs` ago. Rejects as `read`, or with ServerUnavailable while this side is not
   * up: then nothing that was read before counts.
   * @param name says what is read, by whom it is asked with the same bounds
   * @param read is given the names of all databases that take what it finds; none where connections lead to none
   */
  ofServer<T>(
    name: string,
    freshMs: number,
    read: (databases: readonly string[]) => Promise<T>,
  ): Promise<TimedReading<T>>;
  /** null until the server answered once. */
  identity(): ServerIdentity | null;
  status(): ServerStatus;
}
