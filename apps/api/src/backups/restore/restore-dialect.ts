import type { DedicatedSession, Endpoint } from '@cutover/databases';
import type { ClientKind } from '../programs/choose-client.js';
import type { DumpCommand } from '../dump/dump-dialect.js';

/** Everything that differs by engine in restoring one database. */
export interface RestoreDialect extends ClientKind {
  /** The database that a session leads to which is to create another; undefined: to none. */
  maintenanceDatabase: string | undefined;
  /** Pure: the program that reads a dump from its input. `loginFile` as in the dump. */
  command(frame: { loginFile: string; endpoint: Endpoint; database: string }): DumpCommand;
  /** Tables, views and the like in the database that the session leads to, or that is named. */
  countTables(session: DedicatedSession, database: string): Promise<number>;
  /** `options`: as the manifest has them. */
  create(session: DedicatedSession, database: string, options: string | null): Promise<void>;
  /** Makes roles, which may not log in, where they are missing. Absent: a dump needs none. */
  createRoles?(session: DedicatedSession, roles: readonly string[]): Promise<void>;
  /** Why a test must not restore to the server of this session: what a backup holds would act there; null: nothing would. */
  danger(session: DedicatedSession): Promise<string | null>;
  /** Removes a database that was made here, with all that is in it. */
  drop(session: DedicatedSession, database: string): Promise<void>;
  /** Has the server look through tables and indexes of the database that the session leads to: what is wrong, as a sentence each. */
  inspect(session: DedicatedSession, database: string): Promise<string[]>;
  /** Rows of a table as the dump names it. */
  countRows(session: DedicatedSession, database: string, table: string): Promise<bigint>;
}
