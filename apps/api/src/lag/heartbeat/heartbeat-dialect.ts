import type { DedicatedSession, ServerConnection, StatementBounds, TableName } from '@cutover/databases';

/** One beat as a server has it. */
export interface Beat {
  /** Counts up by one with every beat. */
  number: number;
  /** When it was written, in ms since 1970 by the source's clock. */
  writtenAtMs: number;
}

/** A beat that was written, and what the source's clock said then. */
export interface WrittenBeat extends Beat {
  sourceNowMs: number;
}

/** Writing and reading beats differs by engine. One implementation for each family: LagDialect. */
export interface HeartbeatDialect {
  /** Writes the next beat in a transaction of its own. Rejects with the driver's error. */
  write(source: DedicatedSession, table: TableName, bounds: StatementBounds): Promise<WrittenBeat>;
  /** The last beat of that table; null: it has none. Rejects with the driver's error. */
  read(server: ServerConnection, table: TableName, bounds: StatementBounds): Promise<Beat | null>;
  /** What an operator runs on the source, so that it can be written and replicates. */
  makeTable(table: TableName, source: ServerConnection): string;
  /** What an operator runs so that our account may write it (source) or read it (target). */
  grants(table: TableName, server: ServerConnection): string;
}
