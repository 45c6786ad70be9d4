import type { Engine, PositionMark, WritesSince } from '@cutover/contracts';
import type { RightsNeeds, ServerConnection, StatementBounds } from '@cutover/databases';
import type { NotBuilt } from '../failures/not-built.js';

/** What is watched, whose accounts and tables count. */
export type WatchedScope = Pick<RightsNeeds, 'databases' | 'tables'>;

/** Where a server stands, by its own word; our clock is added by whoever asked. */
export type ServerMark = Omit<PositionMark, 'at'>;

/** What one side says of itself at one moment. */
export interface SideReading {
  /** null: it has no position that could stand still. */
  mark: ServerMark | null;
  /** Whose writes it refuses: nobody's, those of ordinary accounts, everybody's; null: it did not say. */
  guard: 'none' | 'ordinary' | 'all' | null;
  guardText: string | null;
  /** Whether its own writes can be told from what it applies; null: unknown. */
  isLogged: boolean | null;
  /** `ON` where the server itself runs events; null: it did not say; absent: its engine has none. */
  eventScheduler?: string | null;
  /** Seconds since this server process started; null: it did not say. A server that was started anew says fewer. */
  uptimeSeconds: number | null;
  /** Names the server: another one that answers by the same address says another; null: not known. */
  server: string | null;
  /** The right that shows the end of the binary log, as a statement; null: it is seen. */
  logGrant: string | null;
}

/** A connection of somebody who may write in spite of the freeze. */
export interface ExemptSession {
  id: string;
  account: string;
  /** In words: what it does, and for how long. */
  doing: string;
  /** The statement that ends it. */
  end: string;
}

/** Who is connected and could write in spite of the freeze. */
export interface ExemptSessions {
  sessions: readonly ExemptSession[];
  /** The statement that would show all of them; null: these are all. */
  grant: string | null;
  /** Connections whose rights are not visible. */
  unjudged: number;
}

/** A row that the proof writes, or has written by hand, and looks for on both sides. */
export interface SentinelDialect {
  /** Statements that an operator may run on the source to write it. */
  statement(table: string, row: SentinelKey, withTable: boolean): string;
  /** Statements that make the table on the source and let our account write to it; where they are there they change nothing. */
  setUp(source: ServerConnection, table: string): string;
  readGrant(server: ServerConnection, table: string): string;
  /** Writes it in a transaction of its own. Rejects as `query` does. */
  write(source: ServerConnection, table: string, row: SentinelKey, bounds: StatementBounds): Promise<void>;
  /** When it was written, on the clock of the source; null: it is not there. Rejects as `query` does. */
  find(
    server: ServerConnection,
    table: string,
    row: SentinelKey,
    bounds: StatementBounds,
  ): Promise<{ writtenAt: string } | null>;
}

/** Names the row: one for each migration, with the token of the proof. */
export interface SentinelKey {
  migration: string;
  token: string;
}

/** A lock that keeps everybody from writing to the source, for as long as its session lives. */
export interface FreezeLock {
  /** False once it was released, or its session was lost: the source then takes writes. */
  readonly isOpen: boolean;
  /** Tells the server that we are alive: it ends the session, and with it the lock, after some seconds without. Rejects when lost. */
  keepAlive(): Promise<void>;
  /** Lets writers go on. Never rejects. */
  release(): Promise<void>;
}

/** Freezing the source by a lock. */
export interface FreezeLockDialect {
  /** Why the lock would make the application wait, or cannot be had; null: nothing known is in its way. Rejects as `query` does. */
  obstacle(source: ServerConnection, bounds: StatementBounds): Promise<FreezeObstacle | null>;
  /** Rejects with FreezeRefused, or as the connection does; nothing is locked then. */
  acquire(source: ServerConnection): Promise<FreezeLock>;
}

/** What stands in the way of freezing, and what to do about it. */
export interface FreezeObstacle {
  message: string;
  action: string;
  statement: string | null;
}

/** The lock could not be had. */
export class FreezeRefused extends Error {
  constructor(readonly obstacle: FreezeObstacle) {
    super(obstacle.message);
  }
}

/** What of a server's own writes is read from its position and its binary log. */
export type OwnWrites = Pick<
  WritesSince,
  'transactions' | 'isLowerBound' | 'logBytes' | 'tables' | 'isAllTables' | 'reason'
>;

/** What the source wrote between two marks; `unreadable`: that cannot be told, why, and what to do; `grant`: the right on the target that would show it. */
export type BetweenMarks = 'nothing' | 'written' | { unreadable: string; action: string; grant?: string };

/** Both sides of the migration. */
export interface Servers {
  source: ServerConnection;
  target: ServerConnection;
}

/** A table that was written lately or much, and what says so. */
export interface WrittenTable {
  table: string;
  why: string;
}

/** Statements that an operator is told to run; Cutover never runs them. */
export interface FreezeStatements {
  /** Makes the source refuse writes, and take them again. */
  readonly freeze: string;
  readonly thaw: string;
  /** Keeps others from writing to the target, and lets them. */
  readonly closeTarget: string;
  readonly openTarget: string;
  readonly startReplication: string;
  /** Shows who is connected and what runs. */
  readonly showSessions: string;
}

/** What to do where a server lacks something that a light needs, as sentences. */
export interface FreezeAdvice {
  /** The source, or the target, has no position; what makes it have one. */
  readonly noPosition: string;
  /** Nothing would show a write of the target's own; what keeps everybody from it, or shows it. */
  readonly unguarded: string;
}

/** Where the source was frozen. `hasStoodStill`: nothing was written to it between then and the end of a comparison. */
export interface FrozenPlace {
  frozen: string;
  hasStoodStill: boolean;
}

/** What a freeze proof asks of servers, which differs by engine. */
export interface FreezeProofDialect {
  readonly statements: FreezeStatements;
  readonly advice: FreezeAdvice;
  readSource(source: ServerConnection, bounds: StatementBounds, watched: WatchedScope): Promise<SideReading>;
  readTarget(target: ServerConnection, bounds: StatementBounds, watched: WatchedScope): Promise<SideReading>;
  /** Whether a comparison made at this position, after the target had reached the frozen one, is of the frozen source. */
  isFrozenPosition(engine: Engine, position: string, freeze: FrozenPlace): boolean;
  /** GTIDs of the target that the source does not have; null: none. Rejects as `query` does. */
  foreignOn(target: ServerConnection, source: ServerConnection, bounds: StatementBounds): Promise<string | null>;
  exemptSessions(
    server: ServerConnection,
    guard: SideReading['guard'],
    bounds: StatementBounds,
    watched: WatchedScope,
  ): Promise<ExemptSessions>;
  readonly sentinel: SentinelDialect;
  readonly lock: FreezeLockDialect | NotBuilt;
  /** What the source wrote between two readings, beside what it writes to its log for itself. Rejects as `query` does. */
  betweenMarks(servers: Servers, from: PositionMark, to: PositionMark, bounds: StatementBounds): Promise<BetweenMarks>;
  /** What the source wrote since `mark`. Rejects as `query` does. */
  sourceWrites(servers: Servers, mark: PositionMark, bounds: StatementBounds): Promise<OwnWrites>;
  /** What the target wrote since `mark`, beside what it applied. Rejects as `query` does. */
  targetWrites(target: ServerConnection, mark: PositionMark, bounds: StatementBounds): Promise<OwnWrites>;
  /** Tables written lately or much, the first of them first; those of which nothing tells that are not in it. */
  lastWritten(source: ServerConnection, watched: WatchedScope, bounds: StatementBounds): Promise<WrittenTable[]>;
}
