import type { DedicatedSession, Endpoint } from '@cutover/databases';
import type { ClientKind } from '../programs/choose-client.js';
import type { DumpCommand } from '../dump/dump-dialect.js';

/** Everything that differs by engine in restoring one database. */
export interface RestoreDialect extends ClientKind {
  /** The database that a session leads to which is to create another; undefined: to none. */
  maintenanceDatabase: string | undefined;
  /** Pure: the program that reads a dump from its input. `loginFile` as in the dump; `listFile`: names the part of it to restore. */
  command(frame: { loginFile: string; endpoint: Endpoint; database: string; listFile?: string }): DumpCommand;
  /** Tables, views and the like in the database that the session leads to, or that is named. */
  countTables(session: DedicatedSession, database: string): Promise<number>;
  /** `options`: as the manifest has them. */
  create(session: DedicatedSession, database: string, options: string | null): Promise<void>;
  /** How a dump is restored on a server that is thrown away without its powers. Absent: no dump runs code of users of its source. */
  withoutPowers?: RestoreWithoutPowers;
  /** Why a test must not restore to the server of this session: what a backup holds would act there; null: nothing would. */
  danger(session: DedicatedSession): Promise<string | null>;
  /** Removes a database that was made here, with all that is in it. */
  drop(session: DedicatedSession, database: string): Promise<void>;
  /** Has the server look through tables and indexes of the database that the session leads to: what is wrong, as a sentence each. */
  inspect(session: DedicatedSession, database: string): Promise<string[]>;
  /** Rows of a table as the dump names it. */
  countRows(session: DedicatedSession, database: string, table: string): Promise<bigint>;
}

/**
 * An archive runs functions of users of its source while it is restored (a CHECK constraint, an index on an expression). With the account
 * that made the server they could run programs of this machine, so that one without powers restores all but what needs them.
 */
export interface RestoreWithoutPowers {
  /** Pure: arguments with which the program prints what is in a dump. */
  listArgs: readonly string[];
  /** Pure: two lists for `listFile`: what the account with powers makes, where nothing of a user of the source runs, and the rest. */
  split(list: string): { powerful: string; rest: string };
  /** By a session without a database: makes the roles that are missing, which may not log in, and an account that may become each. */
  makeAccount(session: DedicatedSession, roles: readonly string[]): Promise<{ username: string; password: string }>;
  /** By a session to the database, before anything is restored: it is the account's. */
  giveDatabase(session: DedicatedSession, database: string, username: string): Promise<void>;
  /** By a session to the database, after the part that needs powers: whoever is to own something there may. */
  openDatabase(session: DedicatedSession, database: string): Promise<void>;
}
