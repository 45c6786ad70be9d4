import type { SideSessions } from '@cutover/contracts';
import type { ServerConnection, StatementBounds } from '@cutover/databases';

/**
 * A transaction that has been open for so many seconds is told. Shorter ones are over before anybody has read of them, and a
 * freeze of the source waits no longer than that.
 */
export const lastingSeconds = 30;

/** A session that waits for a lock for so many seconds is told: DDL takes such locks for a moment all the time. */
export const waitingSeconds = 5;

/** One implementation for each family: dialects/registry.ts. */
export interface SessionsDialect {
  /**
   * Reads one side. Prepared transactions whose age the server does not tell come whatever it is. Rejects where nothing at all can
   * be read; what only lacks a right is in `unknown`, with the GRANT.
   */
  read(server: ServerConnection, bounds: StatementBounds): Promise<SideSessions>;
}
