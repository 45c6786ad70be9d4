/** Where a statement gets its connection from: a pool, or the one connection of a dedicated session. */
export interface ConnectionSource {
  getConnection(): Promise<LentConnection>;
  /** There is one connection and never another: what it refuses cannot be asked again on a new one. */
  readonly isSingle?: boolean;
}

/** A connection of a driver for the time of one statement. `release` it, or `hangUp` or `destroy` it when it must not be used again. */
export interface LentConnection {
  /** What stays the same object however often it is lent. */
  readonly key: object;
  /** Sends the settings that every session of ours has. */
  setUp(): Promise<void>;
  /** Asks the server that it leads to for its fingerprint; null: a pooler stands between, so each answer may be of another. */
  fingerprint(): Promise<string | null>;
  /** Makes the server end, by itself, what runs longer than this. */
  limitTo(limitMs: number): Promise<void>;
  /** The rows of one statement; none of one that has no rows. Rejects with the driver's error. */
  send(sql: string, params: readonly unknown[]): Promise<object[]>;
  /** The rows of each of several statements, in one round trip. Rejects with the driver's error. */
  sendAll(statements: readonly string[]): Promise<object[][]>;
  /**
   * Ends on the server what runs on it, over another connection: a pool may be full of the very statements that are to be
   * ended. Takes a few seconds at most and never rejects.
   */
  endStatement(): Promise<unknown>;
  release(): void;
  /** Takes leave politely, for a second at most; never rejects. */
  hangUp(): Promise<void>;
  destroy(): void;
}
