import type { ParityUnknown, Role } from '@cutover/contracts';
import type { RightsNeeds, ServerConnection, StatementBounds } from '@cutover/databases';
import type { Account, DefinedObject, HeldRight, SideAccounts } from './account.js';
import type { PairAccounts } from './left-out.js';

/** What is watched on a side. */
export type WatchedScope = Pick<RightsNeeds, 'databases' | 'tables'>;

/** How a side is read. */
export interface AccountsQuestion {
  server: ServerConnection;
  watched: WatchedScope;
  /** Mixed into every digest of a credential, so that digests of two readings tell nothing together. */
  nonce: string;
  /** Name of the target's database, where a connection is bound to one: it may be called otherwise on the source. */
  targetDatabase: string | null;
  bounds: StatementBounds;
}

/** What could not be read; the area adds its own name. `grants`: the rights that are missing, as people run them. */
export type Unread = Omit<ParityUnknown, 'area' | 'grants'> & Partial<Pick<ParityUnknown, 'grants'>>;

/** A part that was read, or why it was not. */
export interface Told<T> {
  told: T;
  unread: Unread[];
  /** Statements that it took. */
  statements: number;
}

/** Accounts as one family of servers has them. */
export interface AccountsDialect {
  /** null with the reasons where the account may not see every part. Rejects where the server does not answer. */
  readAccounts(question: AccountsQuestion): Promise<Told<SideAccounts | null>>;
  /** Objects in watched databases, with their definers; some may be hidden: then `unread` says which. */
  readDefiners(question: AccountsQuestion): Promise<Told<readonly DefinedObject[]>>;
  /** Names of the accounts with which the target replicates; null where it does not tell. */
  readReplicationUsers(question: AccountsQuestion): Promise<Told<readonly string[] | null>>;
  /**
   * By what they are on, grants on databases that only the target has and that give less there than a wider one of both sides would:
   * servers take the closest pattern and no other.
   */
  shadowingGrants(
    held: Record<Role, readonly HeldRight[]>,
    databases: readonly string[],
  ): ReadonlyMap<string, Shadowed>;
  /** Pure: accounts that are not compared, by key, each with the reason. They may be on either side alone. */
  leftOut(sides: Record<Role, SideAccounts>, pair: PairAccounts): Map<string, string>;
  /** Pure: `meant`: accounts of both sides that clients are meant to get. */
  shadowsOver(meant: readonly Account[]): Shadows;
  readonly statements: AccountStatements;
}

/** What the server matches of the target's accounts, made once for all of them. */
export interface Shadows {
  /** Accounts of the source that a client may be meant to get, where `closer` of the target alone is taken in their place. */
  of(closer: Account): readonly Account[];
  /** From where clients come that get it. */
  clientsOf(closer: Account): string;
}

/** What a closer grant of the target takes away. */
export interface Shadowed {
  database: string;
  privileges: readonly string[];
}

/** Statements for people, none of them kept out of the binary log yet: what is given out is a script (`script`). */
export interface AccountStatements {
  /** Gives `missing` and takes `extra`. Empty where nothing is to be done. */
  change(
    right: Pick<HeldRight, 'group' | 'on'>,
    to: Account,
    missing: readonly string[],
    extra: readonly string[],
  ): string[];
  setAttribute(name: string, clause: string, to: Account): string[];
  create(role: Account): string[];
  drop(account: Account): string[];
  /** Loads a plugin to log in by from its file. */
  loadPlugin(name: string, library: string): string;
  /** Prints the statement that makes the account, with its password hash: for the side that has it. */
  show(account: Account): string[];
  /** What people do with what `show` prints: Cutover never reads a password hash in clear. */
  copyNote(what: 'account' | 'password'): string;
  /** Why two equal passwords can look different. */
  whySalted(plugins: string): string;
  /** What must be in force while rights are given to an account that somebody has yet to make. */
  readonly beforeGrants: readonly string[];
  /** The whole as it is run in one session, kept out of the binary log where that can be set. */
  script(statements: readonly string[], rds: boolean): string[];
}
