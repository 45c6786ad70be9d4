import type { EndpointConfig } from '../../../config/config.schema.js';
import type { DedicatedSession, ServerConnection, TableName } from '@cutover/databases';

/** How an engine makes a pair of snapshots by stopping replication for a moment. */
export interface BarrierDialect {
  /** Why the configuration of this target rules that out; null: it does not. */
  forbidden(target: EndpointConfig): string | null;
  /** Connects. Rejects as the connections do; nothing stays open then. */
  open(source: ServerConnection, target: ServerConnection, targetEndpoint: EndpointConfig): Promise<BarrierSessions>;
}

/** The connections of one barrier. */
export interface BarrierSessions {
  readonly source: DedicatedSession;
  readonly target: DedicatedSession;
  /** False once one of them was lost. */
  readonly isOpen: boolean;
  /**
   * Stops replication, takes both snapshots at one position, and starts it again, whatever happened. Answers the position.
   * `table` is read first: see PairSessions.watch. Rejects with BarrierRefused, SnapshotImpossible, when aborted, or as the
   * sessions do.
   */
  raise(signal: AbortSignal, table?: TableName): Promise<string>;
  /** See PairSessions.bind. */
  bind(table: TableName): Promise<void>;
  /** Ends both snapshots; the connections stay. */
  release(): Promise<void>;
  /** Disconnects. Never rejects. */
  close(): Promise<void>;
}

/** Replication could not be stopped to make a pair, and `message` says why. Replication is as it was before. */
export class BarrierRefused extends Error {}
