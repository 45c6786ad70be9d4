import type { FamilyEngine } from '@cutover/databases/mysql-family';

export const settingStatement = "SHOW GLOBAL VARIABLES WHERE Variable_name = 'event_scheduler'";

/** A variable as the server prints it. */
export interface VariableRow {
  Variable_name: string;
  Value: string;
}

/**
 * Enabled events of every database. Those that replication made stand there as disabled on the replica. On MySQL only the
 * events of databases on which the account has EVENT are shown, and without it nothing says that there are others: only an
 * account that has it everywhere sees all.
 */
export const eventsStatements: Readonly<Record<FamilyEngine, string>> = {
  mariadb: `
    SELECT CONVERT(db USING utf8mb4) AS db, CONVERT(name USING utf8mb4) AS name FROM mysql.event
    WHERE status = 'ENABLED' ORDER BY db, name`,
  mysql: `
    SELECT EVENT_SCHEMA AS db, EVENT_NAME AS name FROM information_schema.EVENTS
    WHERE STATUS = 'ENABLED' ORDER BY EVENT_SCHEMA, EVENT_NAME`,
};

/** The scheduler's own thread. Without PROCESS both engines leave it out, without an error. */
export const threadStatements: Readonly<Record<FamilyEngine, string>> = {
  mariadb:
    "SELECT STATE AS state FROM information_schema.PROCESSLIST WHERE USER = 'event_scheduler' AND COMMAND = 'Daemon'",
  mysql:
    "SELECT STATE AS state FROM performance_schema.processlist WHERE USER = 'event_scheduler' AND COMMAND = 'Daemon'",
};

/** What the scheduler's thread does. */
export interface ThreadRow {
  state: string | null;
}

/**
 * Pure: whether the scheduler waits for an event. Its queue holds enabled events alone, not those that replication made
 * (Event_queue::create_event in event_queue.cc of both servers). `false` is proof. `true` is not: the thread is not woken when the
 * event that it waits for is disabled or dropped. null: it is doing something else just now.
 */
export function hasWaitingEvent(state: string | null): boolean | null {
  if (state === 'Waiting on empty queue') return false;
  return state === 'Waiting for next activation' ? true : null;
}

/** An event that the target runs. */
export interface EventRow {
  db: string;
  name: string;
}
