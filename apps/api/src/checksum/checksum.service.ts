import type { ChecksumResult, ChecksumRun, StartRun } from '@cutover/contracts';
import type { Observable } from 'rxjs';

// Seam: the checksum slice replaces this with the real service, same names.
export abstract class ChecksumService {
  /** Scheduled run over every watched table; resolves when it has ended. A run under way makes it return at once. */
  abstract measure(migration: string, signal: AbortSignal): Promise<void>;
  /** Starts a run on request; 409 while one is under way, 404/400 for unknown tables. */
  abstract start(migration: string, request: StartRun): Promise<ChecksumRun>;
  abstract cancel(migration: string, id: string): Promise<ChecksumRun>;
  abstract run(migration: string, id: string): Promise<ChecksumRun>;
  abstract activeRun(migration: string): ChecksumRun | null;
  /** Last result of each table. */
  abstract snapshot(migration: string): ChecksumResult[];
  /** Every change of a run: started, table begun, table done, ended. */
  abstract readonly progress: Observable<ChecksumRun>;
}
