import type { Clock } from '../../../platform/clock.js';
import type { PairBounds, SnapshotPair } from '../../../proof/snapshot/pair-holder.js';
import type { BarrierSessions } from './barrier-dialect.js';

/** Replication stands still for each pair, so a pair is used for longer than one that costs nothing. */
export const defaultBarrierAgeMs = 20_000;

/** As PairHolder, with pairs that are made by stopping replication for a moment. */
export class BarrierHolder {
  private sessions: BarrierSessions | null = null;
  private pair: SnapshotPair | null = null;
  private takenAtMs = 0;

  constructor(
    private readonly open: () => Promise<BarrierSessions>,
    private readonly clock: Clock,
    private readonly ageMs = defaultBarrierAgeMs,
  ) {}

  /** A pair that is young enough to begin with. Rejects as BarrierSessions.raise. */
  async current({ signal }: Pick<PairBounds, 'signal'>): Promise<SnapshotPair> {
    const isUsable = this.pair !== null && this.pair.source.isOpen && this.pair.target.isOpen;
    if (this.pair !== null && isUsable && this.clock.monotonicMs() - this.takenAtMs < this.ageMs) return this.pair;
    await this.release();
    const sessions = await this.connected();
    const position = await sessions.raise(signal).catch(async (error: unknown) => {
      await this.close();
      throw error;
    });
    this.takenAtMs = this.clock.monotonicMs();
    this.pair = { source: sessions.source, target: sessions.target, position };
    return this.pair;
  }

  /** Lets go of the snapshots, not of the connections. Never rejects. */
  async release(): Promise<void> {
    this.pair = null;
    await this.sessions?.release().catch(() => this.close());
  }

  /** Hangs up. Never rejects. */
  async close(): Promise<void> {
    const { sessions } = this;
    this.sessions = null;
    this.pair = null;
    await sessions?.close();
  }

  private async connected(): Promise<BarrierSessions> {
    if (this.sessions?.isOpen) return this.sessions;
    await this.close();
    this.sessions = await this.open();
    return this.sessions;
  }
}
