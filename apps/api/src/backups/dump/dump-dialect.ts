import type { BackupManifest } from '@cutover/contracts';
import type { DedicatedSession, Endpoint, ServerConnection } from '@cutover/databases';
import type { ClientKind } from '../programs/choose-client.js';

/** How a dump is started: without a shell, and without a secret among the arguments or in the environment. */
export interface DumpCommand {
  args: readonly string[];
  /** Beside what a program gets of our own environment. */
  env: Readonly<Record<string, string>>;
}

/** What a dump says of itself while it is written. */
export interface DumpContent {
  /** Called with all bytes of the dump, in order. */
  watch(bytes: Buffer): void;
  /** After the last byte: why this is no whole dump, as a sentence without its full stop; null: it is whole. */
  fault(): string | null;
  /** After the last byte: what stands in it. */
  facts(): DumpFacts;
}

/** `null`: the dump does not tell. */
export interface DumpFacts {
  /** GTIDs that the snapshot of the dump stands at (MariaDB). */
  position: string | null;
  serverVersion: string | null;
  /** By table, in the order of the dump. */
  rowCounts: ReadonlyMap<string, bigint> | null;
  /** By table: SHA-256 of its rows. A dump of the same rows by the same version of the client has the same. */
  tableDigests: ReadonlyMap<string, string> | null;
}

/**
 * Of these databases the ones of which an account does not see everything, each with what to do, as sentences. `account`: as the server
 * calls it. Rejects as a statement does.
 */
export type HiddenFromAccount = (
  server: Pick<ServerConnection, 'query'>,
  account: string,
  databases: readonly string[],
) => Promise<ReadonlyMap<string, string>>;

/** A snapshot of a session of ours that a dump takes over. */
export interface HeldSnapshot {
  id: string;
  /** Everything that was committed up to here is in the snapshot; something of what came after it may be, too. */
  position: string;
}

/** Everything that differs by engine in dumping one database. */
export interface DumpDialect extends ClientKind {
  /** File name of a dump, without the ending of its compression. */
  fileName: string;
  /** Pure: text of a file that only we can read, with which the program logs in. */
  loginFile(frame: { endpoint: Endpoint; password: string }): string;
  /** Pure. `loginFile`: path of that file. `tellsPosition`: the server has one to tell. */
  command(frame: {
    loginFile: string;
    endpoint: Endpoint;
    database: string;
    tellsPosition: boolean;
    /** Id of the snapshot to be dumped; null: the client takes one of its own. */
    snapshot: string | null;
  }): DumpCommand;
  /** A client that has written nothing for longer is ended, since its server may let it wait for a day. `advice`: what to do then, as sentences. */
  silence: { mostMs: number; advice: string };
  /**
   * By a session to the database that lives as long as the dump: takes a snapshot whose position is known. null: it is not found out in a few
   * seconds. Rejects as a statement does. The function is null where the dump tells its position itself, or never.
   */
  holdSnapshot: ((session: DedicatedSession) => Promise<HeldSnapshot | null>) | null;
  /** Pure: as `command`, of the rows alone and as text, each as it stands in a whole dump. */
  rowsCommand(frame: { loginFile: string; endpoint: Endpoint; database: string }): DumpCommand;
  content(): DumpContent;
  /** How the databases of a server are found. */
  databases: {
    /** The one to connect to for it; undefined: none is needed. */
    maintenance: string | undefined;
    /** A statement: `name` of each, and `options` as CREATE DATABASE takes them, or NULL. */
    list: string;
  };
  /** A statement: `name` of each role that a dump may name and does not make; null: a dump needs none. */
  roles: string | null;
  /** null: the client refuses to dump what it may not read. */
  hiddenFromAccount: HiddenFromAccount | null;
  /** A statement: `tells`, whether the server has a position that a dump can tell; null: it never has. */
  tellsPosition: string | null;
  /** With stock tools, for people: reads the dump from its input. */
  restoreCommand: string;
  /** What is to be known before it is run, as a sentence; null: nothing. */
  restoreAdvice: string | null;
  /** How the accounts of a server are dumped, which no dump of a database holds; null: no client does it. */
  accounts: AccountsDump | null;
}

/**
 * Whether the accounts of a server are dumped, and how. `skipped`: why not, and what to do, as sentences. That is no failure: whoever wants
 * his databases backed up need not let us read passwords.
 */
export type AccountsPlan = NonNullable<BackupManifest['accounts']> | { skipped: string };

/** Everything that differs by engine in dumping the accounts of a server: who may log in, and their rights. */
export interface AccountsDump extends ClientKind {
  fileName: string;
  /** Asks what the account of the session may read. Rejects as a statement does. */
  plan(
    session: Pick<ServerConnection, 'query'>,
    frame: { account: string; isEncrypted: boolean },
  ): Promise<AccountsPlan>;
  /** Pure. `loginFile` as in a dump. */
  command(frame: { loginFile: string; endpoint: Endpoint; hasPasswords: boolean }): DumpCommand;
  content(): DumpContent;
  restoreCommand: string;
  /** What is to be known before they are restored, as a sentence. */
  restoreAdvice: string;
}
