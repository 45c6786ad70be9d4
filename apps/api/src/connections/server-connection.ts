import type { Engine, Role, ServerStatus } from '@cutover/contracts';

/** Bounds of one statement. */
export interface StatementBounds {
  /** The statement is ended on the server after this long. Default 30,000 ms. */
  timeoutMs?: number;
  /** Aborting ends the statement on the server and rejects with StatementCancelled. */
  signal?: AbortSignal;
}

/** What the server said of itself at the first successful connect; refreshed at every reconnect. */
export interface ServerIdentity {
  flavor: Engine;
  /** As the server prints it: `10.11.6-MariaDB-0+deb12u1-log`. */
  version: string;
  /** major * 10000 + minor * 100 + patch: 10.11.6 is 101106. */
  versionNumber: number;
  serverId: string;
  /** Identity that no two servers share: MySQL server_uuid; MariaDB hostname, port, datadir and server_id together. */
  fingerprint: string;
}

/** The statement was ended by its bound. */
export class StatementTimeout extends Error {}
/** The statement was ended because its signal was aborted. */
export class StatementCancelled extends Error {}
/** The server is not connected at the moment; `message` tells since when and why. */
export class ServerUnavailable extends Error {}

/** One side of one migration. Obtained from `ConnectionsService.get(migration, role)`. */
export interface ServerConnection {
  readonly migration: string;
  readonly role: Role;
  /** True when the configuration says that this side is Amazon RDS. */
  readonly rds: boolean;
  /**
   * Runs one bounded statement with `?` parameters; rows come with column names as keys, big integers as text.
   * Rejects with StatementTimeout, StatementCancelled, ServerUnavailable (at once, without waiting for a reconnect),
   * or the driver's error (with `code` and `errno`).
   */
  query<Row extends object>(sql: string, params?: readonly unknown[], bounds?: StatementBounds): Promise<Row[]>;
  /** null until the server answered once. */
  identity(): ServerIdentity | null;
  status(): ServerStatus;
}
