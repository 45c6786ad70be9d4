/** An account or role of one server. Its key is `user@host`, as CURRENT_USER() and DEFINER say it; a role of MariaDB has no host. */
export interface Account {
  key: string;
  /** As GRANT wants it: `'app'@'%'`, or `` `clerk` `` for a role of MariaDB. */
  text: string;
  /** It was made by CREATE ROLE and has no password. MySQL's roles are locked accounts and cannot be told from those. */
  isRole: boolean;
  /** Ways to log in, in the order in which the server tries them. */
  plugins: readonly string[];
  /**
   * Digest of all that proves who it is, made by the server with a nonce of this reading. It is compared, and must never be
   * logged, kept or answered. null: the account that reads may not see it.
   */
  credential: string | null;
  /** No password opens it: every way to log in that can succeed is by an account of the machine's own system. */
  isOnlyBySystem: boolean;
  /** The same password looks different each time it is set, so that only equal digests prove anything. */
  isSalted: boolean;
  /** Digest of the salt, as `credential`: with one salt, two digests are two passwords. Absent: it is not known. */
  salt?: string;
  /** It was made with the server itself. */
  isAdministrator?: boolean;
  /** What else CREATE USER says of it, by name: the clause that would set it (`REQUIRE SSL`). */
  attributes: Readonly<Record<string, string>>;
}

/**
 * What a right is of. `static`, `dynamic`: privileges (MySQL's dynamic ones carry their GRANT OPTION each). `restriction`: what a
 * partial revoke of MySQL, or of default privileges, takes away. `role`: membership. `proxy`: to act as somebody else. `ownership`: it
 * is its own. `setting`: what its sessions begin with.
 */
export type RightGroup = 'static' | 'dynamic' | 'restriction' | 'role' | 'proxy' | 'ownership' | 'setting';

/** All that one account holds on one object. */
export interface HeldRight {
  /** Key of the account. */
  owner: string;
  group: RightGroup;
  /** What stands after ON, quoted: `` `shop`.* ``; the role or the account where it is about one. */
  on: string;
  privileges: ReadonlySet<string>;
  /** What it is on, as `objects` of a side names it: told of only where both sides have that. Absent: they have. */
  object?: string;
  /** It is about something watched, or about everything. What is about other databases keeps nobody from moving. */
  concernsWatched: boolean;
}

/** What one server knows of accounts. */
export interface SideAccounts {
  /** By key. */
  accounts: ReadonlyMap<string, Account>;
  rights: readonly HeldRight[];
  /** Every privilege that this version of the server has. */
  knownPrivileges: ReadonlySet<string>;
  /** Plugins to log in by that are loaded, in lower case, with the file that each is in; null: it is built in. */
  plugins: ReadonlyMap<string, string | null>;
  /** What rights can be on; absent: it is not known what is missing. */
  objects?: ReadonlySet<string>;
  /** Accounts with which others replicate from this server now; absent: it does not tell. */
  replicating?: readonly string[];
}

/** An object in a watched database that runs with the rights of somebody. */
export interface DefinedObject {
  kind: string;
  database: string;
  name: string;
  /** Key of the account. */
  definer: string;
}
