import type { Lab } from '@cutover/lab';
import type { CutoverConfig } from '../../src/config/config.schema.js';
import type { ConnectionsService } from '../../src/connections/connections.service.js';
import { PairHistoryService } from '../../src/pair-history/pair-history.service.js';
import type { KeptHistories } from '../../src/pair-history/kept-histories.js';
import { Clock } from '../../src/platform/clock.js';
import { configOf } from './lab-pair.js';
import { startConnections, whenUp } from './watched-pair.js';

/** Goes on as the real one, and can be set ahead. */
export class AheadClock extends Clock {
  forwardMs = 0;
  override monotonicMs(): number {
    return super.monotonicMs() + this.forwardMs;
  }
  protected override machineMs(): number {
    return super.machineMs() + this.forwardMs;
  }
}

/** Keeps nothing: what is asked here is what two looks at real servers tell. */
const store: KeptHistories = { save: async () => undefined, loadAll: async () => new Map() };

/** The history of a real pair, which is looked at when the test says so. */
export interface HistoryStage {
  history: PairHistoryService;
  connections: ConnectionsService;
  clock: AheadClock;
  look(): Promise<void>;
  /** Another one of the same pair, which has not looked yet. */
  another(): PairHistoryService;
  /** What makes proofs void that are as old as `era`, in words; null: nothing. `isDifference`: proofs of a difference. */
  since(era: string | null, isDifference?: boolean): string | null;
  /** What makes proofs of equality void that are older than `work`; null: nothing. Looks again after it. */
  sinceThen(work: () => Promise<void>): Promise<string | null>;
  end(): Promise<void>;
}

/** Connects to the pair, and looks at it once. */
export async function historyStage(lab: Lab, config: CutoverConfig = configOf(lab)): Promise<HistoryStage> {
  const connections = await whenUp(startConnections(config));
  const clock = new AheadClock();
  const another = () => new PairHistoryService(config, connections, store, clock);
  const history = another();
  const look = (): Promise<void> => history.measure('shop', new AbortController().signal);
  await look();
  const since = (era: string | null, isDifference = false): string | null =>
    history.breakSince('shop', era ?? undefined, isDifference)?.reason ?? null;
  return {
    ...{ history, connections, clock, look, another, since },
    sinceThen: async (work) => {
      const era = history.era('shop');
      if (era === null) throw new Error('The pair was not seen yet');
      await work();
      await look();
      return since(era);
    },
    end: () => connections.onApplicationShutdown(),
  };
}
