import type { EndpointConfig } from '../../../config/config.schema.js';
import type { DedicatedSession, ServerConnection } from '../../../connections/server-connection.js';
import type { Clock } from '../../../platform/clock.js';
import { releaseSnapshots } from '../../../proof/snapshot/match-snapshots.js';
import { closeAll, openAll } from '../../../proof/snapshot/open-sessions.js';
import type { PairBounds, SnapshotPair } from '../../../proof/snapshot/pair-holder.js';
import { raiseBarrier } from './raise-barrier.js';
import { WatchdogProcess } from './watchdog-process.js';

/** Replication stands still for each pair, so a pair is used for longer than one that costs nothing. */
export const defaultBarrierAgeMs = 20_000;

type OpenSessions = Record<'source' | 'target' | 'control', DedicatedSession>;

/** As PairHolder, with pairs that are made by stopping replication for a moment. */
export class BarrierHolder {
  private sessions: OpenSessions | null = null;
  private pair: SnapshotPair | null = null;
  private takenAtMs = 0;

  constructor(
    private readonly source: ServerConnection,
    private readonly target: ServerConnection,
    private readonly targetEndpoint: EndpointConfig,
    private readonly clock: Clock,
    private readonly ageMs = defaultBarrierAgeMs,
  ) {}

  /** A pair that is young enough to begin with. Rejects as raiseBarrier. */
  async current({ signal }: Pick<PairBounds, 'signal'>): Promise<SnapshotPair> {
    const isUsable = this.pair !== null && this.pair.source.isOpen && this.pair.target.isOpen;
    if (this.pair !== null && isUsable && this.clock.monotonicMs() - this.takenAtMs < this.ageMs) return this.pair;
    await this.release();
    const { source, target, control } = await this.connected();
    const startLifeline = (): Promise<WatchdogProcess> => WatchdogProcess.start(this.targetEndpoint);
    const position = await raiseBarrier(
      { source, target, control, targetServer: this.target },
      startLifeline,
      signal,
    ).catch(async (error: unknown) => {
      await this.close();
      throw error;
    });
    this.takenAtMs = this.clock.monotonicMs();
    this.pair = { source, target, position };
    return this.pair;
  }

  /** Lets go of the snapshots, not of the connections. Never rejects. */
  async release(): Promise<void> {
    this.pair = null;
    if (!this.sessions) return;
    const { source, target } = this.sessions;
    await releaseSnapshots({ source, target }).catch(() => this.close());
  }

  /** Hangs up. Never rejects. */
  async close(): Promise<void> {
    const { sessions } = this;
    this.sessions = null;
    this.pair = null;
    if (sessions) await closeAll(sessions);
  }

  private async connected(): Promise<OpenSessions> {
    const known = this.sessions;
    if (known?.source.isOpen && known.target.isOpen && known.control.isOpen) return known;
    await this.close();
    this.sessions = await openAll({ source: this.source, target: this.target, control: this.target });
    return this.sessions;
  }
}
