import type { ConsistencyResult } from '@cutover/contracts';
import type { Observable } from 'rxjs';

export interface ConsistencyReading {
  migration: string;
  results: ConsistencyResult[];
}

// Seam: the consistency slice replaces this with the real service, same names.
export abstract class ConsistencyService {
  abstract measure(migration: string, signal: AbortSignal): Promise<void>;
  abstract snapshot(migration: string): ConsistencyResult[];
  abstract readonly readings: Observable<ConsistencyReading>;
}
