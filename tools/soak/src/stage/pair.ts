import type { LabEndpoint, LabServer, Role } from '@cutover/lab';

/** A row as its driver reads it. */
export type Row = Readonly<Record<string, unknown>>;

/** A connection of the administrator, which names the tables of the soak without their database or schema. */
export interface Session {
  rows(statement: string): Promise<readonly Row[]>;
}

/** Statements of a transaction in two phases. */
export interface TwoPhase {
  begin(name: string): string;
  prepare(name: string): readonly string[];
  commit(name: string): string;
  rollback(name: string): string;
  /** The names of those that are prepared now. */
  prepared(session: Session): Promise<readonly string[]>;
}

/** A pair of real servers as the soak works on it. What differs by engine stands in engines/. */
export interface SoakPair {
  readonly endpoints: Readonly<Record<Role, LabEndpoint>>;
  /** Which of the tables the product watches: keys of the migration in its configuration. */
  readonly watched: Readonly<Record<string, unknown>>;
  readonly twoPhase: TwoPhase;
  server(role: Role): LabServer;
  /** Lends a connection of one side. */
  onSide<R>(role: Role, work: (session: Session) => Promise<R>): Promise<R>;
  /** Writes on the target alone, as a hand or a stray program would; how many rows were written. */
  writeOnTarget(statement: string): Promise<number>;
  /** Removes the row with this id on the target alone, and puts this one in its place; null: none. Nothing is seen in between. */
  replaceOnTarget(table: string, id: string, row: Row | null): Promise<void>;
  /** Runs statements on the source, each replicated. */
  writeOnSource(...statements: readonly string[]): Promise<void>;
  /** The statement that puts in the still rows with ids from `fromId` up to, and not including, `belowId`. */
  fillStatement(table: string, fromId?: number, belowId?: number): string;
  /** Where the source is now. */
  sourcePosition(): Promise<string>;
  /** Which of these positions the target has applied. */
  haveApplied(positions: readonly string[]): Promise<readonly boolean[]>;
  /** Starts what replicates again, where it was stopped. */
  resumeReplication(): Promise<void>;
  /** Waits until the target replicates; false when it does not in this time. */
  isReplicating(withinMs: number): Promise<boolean>;
  /** Waits until the target has applied everything; false when it does not in this time. */
  hasCaughtUp(withinMs: number): Promise<boolean>;
  /** What is known of replication, for people. */
  describeReplication(): Promise<string>;
}
