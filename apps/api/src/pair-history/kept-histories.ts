import type { PairHistory } from './pair-history.js';

/** Keeps what is known of pairs from one process to the next: a store for the service, nothing for the command line. */
export abstract class KeptHistories {
  abstract save(migration: string, history: PairHistory): Promise<void>;
  /** By migration. */
  abstract loadAll(): Promise<ReadonlyMap<string, PairHistory>>;
}
