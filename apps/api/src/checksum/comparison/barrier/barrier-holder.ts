import type { Clock } from '../../../platform/clock.js';
import { HeldPair, type TakenPair } from '../../../proof/snapshot/held-pair.js';
import type { PairBounds } from '../../../proof/snapshot/pair-holder.js';
import type { BarrierSessions } from './barrier-dialect.js';

/** Replication stands still while a pair is made, so a pair is used for longer than a matched one, which costs nothing. */
const defaultBarrierAgeMs = 20_000;

type BarrierBounds = Pick<PairBounds, 'signal' | 'table'>;

/** Pairs that are made by stopping replication for a moment. */
export class BarrierHolder extends HeldPair<BarrierSessions, BarrierBounds> {
  constructor(
    private readonly openSessions: () => Promise<BarrierSessions>,
    clock: Clock,
    ageMs = defaultBarrierAgeMs,
  ) {
    super(clock, ageMs);
  }

  protected open(): Promise<BarrierSessions> {
    return this.openSessions();
  }

  /** Rejects as BarrierSessions.raise, and disconnects then. */
  protected async take(sessions: BarrierSessions, { signal, table }: BarrierBounds): Promise<TakenPair> {
    const position = await sessions.raise(signal, table).catch(async (error: unknown) => {
      await this.close();
      throw error;
    });
    const { source, target } = sessions;
    return { source, target, position, takenAtMs: this.clock.monotonicMs() };
  }

  protected override async bind(sessions: BarrierSessions, { table }: BarrierBounds): Promise<void> {
    if (table !== undefined) await sessions.bind(table);
  }

  protected isOpen(sessions: BarrierSessions): boolean {
    return sessions.isOpen;
  }

  protected hangUp(sessions: BarrierSessions): Promise<void> {
    return sessions.close();
  }
}
