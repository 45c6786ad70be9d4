import type { ReplicaLag } from '@cutover/contracts';
import type { Observable } from 'rxjs';

export interface LagReading {
  migration: string;
  lag: ReplicaLag;
}

// Seam: the lag slice replaces this with the real service, same names.
export abstract class LagService {
  /** One measurement; never rejects for a server that cannot be read: the reading then is `unknown` with its reason. */
  abstract measure(migration: string, signal: AbortSignal): Promise<void>;
  /** Last reading with `isStale` computed now; a stale reading has state `unknown`. null: never measured. */
  abstract snapshot(migration: string): ReplicaLag | null;
  abstract readonly readings: Observable<LagReading>;
}
