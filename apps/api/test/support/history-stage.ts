import type { Lab } from '@cutover/lab';
import type { CutoverConfig } from '../../src/config/config.schema.js';
import type { ConnectionsService } from '../../src/connections/connections.service.js';
import { PairHistoryService } from '../../src/pair-history/pair-history.service.js';
import type { PairHistoryStore } from '../../src/pair-history/store/pair-history.store.js';
import { Clock } from '../../src/platform/clock.js';
import { configOf } from './lab-pair.js';
import { startConnections, whenUp } from './watched-pair.js';

/** Goes on as the real one, and can be set ahead. */
export class AheadClock extends Clock {
  forwardMs = 0;
  override nowMs(): number {
    return super.nowMs() + this.forwardMs;
  }
}

/** Keeps nothing: what is asked here is what two looks at real servers tell. */
export const noHistoryStore = {
  save: async () => undefined,
  loadAll: async () => new Map(),
} as unknown as PairHistoryStore;

/** A pair that is looked at when a test says so. */
export interface HistoryStage {
  connections: ConnectionsService;
  clock: AheadClock;
  look(): Promise<void>;
  /** What is void since the look before `work`, in words; null: nothing. Looks again after it. */
  sinceThen(work: () => Promise<void>): Promise<string | null>;
  close(): Promise<void>;
}

/** Connects, and looks for the first time. */
export async function openHistoryStage(lab: Lab, config: CutoverConfig = configOf(lab)): Promise<HistoryStage> {
  const connections = await whenUp(startConnections(config));
  const clock = new AheadClock();
  const history = new PairHistoryService(config, connections, noHistoryStore, clock);
  const look = (): Promise<void> => history.measure('shop', new AbortController().signal);
  await look();
  return {
    ...{ connections, clock, look },
    sinceThen: async (work) => {
      const era = history.era('shop');
      if (era === null) throw new Error('The pair was not seen yet');
      await work();
      await look();
      return history.breakSince('shop', era, false)?.reason ?? null;
    },
    close: () => connections.onApplicationShutdown(),
  };
}
