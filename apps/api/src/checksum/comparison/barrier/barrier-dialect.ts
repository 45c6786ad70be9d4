import type { EndpointConfig } from '../../../config/config.schema.js';
import type { DedicatedSession, ServerConnection } from '@cutover/databases';

/** How an engine makes a pair of snapshots by stopping replication for a moment. */
export interface BarrierDialect {
  /** Why that is not possible on this target, as far as the configuration says; null: it may be. */
  forbidden(target: EndpointConfig): string | null;
  /** Connects. Rejects as the connections do; nothing stays open then. */
  open(source: ServerConnection, target: ServerConnection, targetEndpoint: EndpointConfig): Promise<BarrierSessions>;
}

/** The connections of one barrier. */
export interface BarrierSessions {
  readonly source: DedicatedSession;
  readonly target: DedicatedSession;
  /** False once any of them was lost. */
  readonly isOpen: boolean;
  /**
   * Stops replication, takes both snapshots at one position, and starts it again, whatever happened. Answers the position.
   * Rejects with BarrierRefused, SnapshotImpossible, when aborted, or as the sessions do.
   */
  raise(signal: AbortSignal): Promise<string>;
  /** Ends both snapshots; the connections stay. */
  release(): Promise<void>;
  /** Hangs up. Never rejects. */
  close(): Promise<void>;
}

/** No pair of snapshots was made by stopping replication, and `message` says why. Replication is as it was. */
export class BarrierRefused extends Error {}
