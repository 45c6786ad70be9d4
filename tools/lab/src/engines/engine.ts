import type { Lab, LabEndpoint } from '../lab.js';
import type { LabHome } from '../lab-home.js';
import type { ActiveBreak, LabState } from '../lab-state.js';
import type { OpenWriter } from '../load/load.js';
import type { Role } from '../roles.js';
import type { ServerProgram } from '../server/server-program.js';
import type { LabBreak } from './lab-break.js';

/** The types in which the engines differ. */
export interface LabTypes {
  /** An open connection of the administrator. */
  readonly session: unknown;
  /** The names of what can be broken. */
  readonly breakName: string;
  /** What can be read of the state of replication. */
  readonly replication: object;
}

/** A lab as it stands on the disk: where it lies, and what is written down of it. */
export interface LabPlace {
  readonly home: LabHome;
  readonly state: LabState;
}

/** Lends connections to the servers of a pair. */
export interface PairSessions<T extends LabTypes> {
  /** Lends an administrator's connection to the shop on one side. */
  withAdmin<R>(role: Role, work: (session: T['session']) => Promise<R>): Promise<R>;
}

/** The keys of a Cutover configuration that an engine has besides those that all have. */
export interface WatchedKeys {
  /** Of one side: where to log in. */
  readonly side: Readonly<Record<string, unknown>>;
  /** Of the migration: which tables to watch. */
  readonly migration: Readonly<Record<string, unknown>>;
}

/** What building a lab needs to know. */
export interface BuildOptions {
  readonly log: (line: string) => void;
  /** The target's tables begin plain, and are encrypted in the background from the end of the build on; only some engines can. */
  readonly beginsPlain: boolean;
  /** A folder to copy two seeded servers from, in place of seeding them; only some engines make one. */
  readonly template: string | undefined;
}

/** What a restart has found. */
export interface Restart {
  /** The servers that did not run and have just been started. */
  readonly restarted: readonly Role[];
  readonly breaks: readonly ActiveBreak[];
}

/** What a kind of database server is to the lab. Everything else in the lab is the same for all of them. */
export interface LabEngine<T extends LabTypes> {
  /** Its name as people write it. */
  readonly title: string;
  /** The words for its pair in a sentence. */
  readonly pairTitle: string;
  /** What each side is, in a word. */
  readonly sides: Readonly<Record<Role, string>>;
  /** Everything that can be broken on request, by its name. */
  readonly breaks: Readonly<Record<string, LabBreak<T>>>;
  /** The break by which the server of a side does not run. */
  readonly downBreaks: Readonly<Record<Role, T['breakName']>>;
  /** The two to try first, which show the most. */
  readonly firstBreaks: readonly [T['breakName'], T['breakName']];
  /** What the user must do before the answer can be "safe"; null: nothing. */
  readonly leftToUser: string | null;
  /**
   * Looks for every program that is needed, before anything is made.
   * @throws LabError that says what to install.
   */
  requirePrograms(state: Pick<LabState, 'software'>): void;
  /** Chooses the folder of the sockets: the home itself, or another one where the home will not do. */
  chooseSocketFolder(home: string): Promise<string>;
  /** The lab in this place. It may not have been built yet. */
  open(home: LabHome, state: LabState): Lab<T>;
  /** How the server of one side is started, found and ended. */
  serverProgram(place: LabPlace, role: Role): ServerProgram;
  /** From an empty home to two servers, one replicating from the other. */
  build(lab: Lab<T>, options: BuildOptions): Promise<void>;
  /** Brings replication back after servers have been started again, as far as the breaks in force allow it. */
  resume(lab: Lab<T>, restart: Restart): Promise<void>;
  /** Lends an administrator's connection to the shop on one side. The server runs. */
  withAdmin<R>(place: LabPlace, role: Role, work: (session: T['session']) => Promise<R>): Promise<R>;
  /** Waits until the target has applied all that the source has committed up to now. */
  catchUp(lab: Lab<T>, timeoutMs: number): Promise<void>;
  /** Reads the state of replication; null when there is none. The target runs. */
  readReplication(lab: Lab<T>): Promise<T['replication'] | null>;
  /** The state of replication in lines for a person. */
  describeReplication(state: T['replication']): readonly string[];
  /** How a Cutover configuration names the shop behind this endpoint. */
  watchedKeys(endpoint: Pick<LabEndpoint, 'database'>): WatchedKeys;
  /** The replicated table in which a freeze proof writes its row; null: there are no freeze proofs of this engine. */
  readonly sentinelTable: string | null;
  /** Opens connections that write to the shop on the source. */
  writerOpener(place: LabPlace): OpenWriter;
}
