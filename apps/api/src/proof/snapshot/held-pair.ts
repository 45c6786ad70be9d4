import type { DedicatedSession } from '@cutover/databases';
import type { Clock } from '../../platform/clock.js';
import type { RowsApart, RowsBetween } from './snapshot-dialect.js';

/** Two snapshots of one database at one moment. */
export interface SnapshotPair {
  source: DedicatedSession;
  target: DedicatedSession;
  /** Position of both, as results show it. */
  position: string;
  /** Absent: both show every row as it is at the position. */
  apart?: RowsApart;
  /** Absent with `apart`. */
  between?: RowsBetween;
  /** See PairSessions. Absent: a difference is one. */
  doubt?: () => Promise<string | null>;
}

/** A pair, and when its snapshots were taken: monotonic milliseconds. */
export interface TakenPair extends SnapshotPair {
  takenAtMs: number;
}

/** The connections that the snapshots of a pair live on. */
interface PairConnections {
  readonly source: DedicatedSession;
  readonly target: DedicatedSession;
  /** Ends both snapshots; the connections stay. */
  release(): Promise<void>;
}

/**
 * One worker's pair of snapshots. It is used again for the next chunk until it is too old to begin work on, or lost; then
 * a new one is taken on the same connections. How a pair is taken is up to the subclass.
 */
export abstract class HeldPair<Connections extends PairConnections, Bounds> {
  private connections: Connections | null = null;
  private pair: TakenPair | null = null;

  constructor(
    protected readonly clock: Clock,
    /** No work begins on an older pair. */
    private readonly longestAgeMs: number,
  ) {}

  /** Connects. Rejects as the connections do; nothing stays open then. */
  protected abstract open(): Promise<Connections>;
  /** Makes sure that the pair shows the table that is read next. Rejects where it may not, and another pair may. */
  protected async bind(_connections: Connections, _bounds: Bounds): Promise<void> {}
  /** Brings both sides to one position. Neither snapshot is left behind when it rejects. */
  protected abstract take(connections: Connections, bounds: Bounds): Promise<TakenPair>;
  /** False once one of the connections was lost. */
  protected abstract isOpen(connections: Connections): boolean;
  /** Never rejects. */
  protected abstract hangUp(connections: Connections): Promise<void>;

  /** A pair that is young enough to begin work on. Rejects as `open`, `take` and `bind` do. */
  async current(bounds: Bounds): Promise<SnapshotPair> {
    const { pair } = this;
    const isUsable = pair !== null && pair.source.isOpen && pair.target.isOpen;
    if (isUsable && this.clock.monotonicMs() - pair.takenAtMs < this.longestAgeMs) return this.bound(pair, bounds);
    await this.release();
    this.pair = await this.take(await this.connected(), bounds);
    return this.bound(this.pair, bounds);
  }

  /** Lets go of the snapshots, not of the connections. For pauses, and before a table whose definition is newer. Never rejects. */
  async release(): Promise<void> {
    this.pair = null;
    await this.connections?.release().catch(() => this.close());
  }

  /** Hangs up. Never rejects. */
  async close(): Promise<void> {
    const { connections } = this;
    this.connections = null;
    this.pair = null;
    if (connections !== null) await this.hangUp(connections);
  }

  private async bound(pair: SnapshotPair, bounds: Bounds): Promise<SnapshotPair> {
    if (this.connections !== null) await this.bind(this.connections, bounds);
    return pair;
  }

  private async connected(): Promise<Connections> {
    if (this.connections !== null && this.isOpen(this.connections)) return this.connections;
    await this.close();
    this.connections = await this.open();
    return this.connections;
  }
}
