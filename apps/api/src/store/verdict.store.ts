import type { ChecksumResult, ChecksumRun, ConsistencyResult } from '@cutover/contracts';

// Seam: the store slice replaces this with the real one, same names.
export abstract class VerdictStore {
  /** Inserts or replaces by run id. */
  abstract saveRun(run: ChecksumRun): Promise<void>;
  abstract findRun(migration: string, id: string): Promise<ChecksumRun | null>;
  /** Runs that were `running` when the process died become `interrupted`. Called once at start; returns how many. */
  abstract markInterrupted(now: string): Promise<number>;
  /** Keeps the last result of a table. */
  abstract saveChecksum(migration: string, result: ChecksumResult): Promise<void>;
  abstract loadChecksums(migration: string): Promise<ChecksumResult[]>;
  abstract saveConsistency(migration: string, results: ConsistencyResult[]): Promise<void>;
  abstract loadConsistency(migration: string): Promise<ConsistencyResult[]>;
  /** Forgets the last results of tables that are no longer watched. */
  abstract forgetTables(migration: string, keep: string[]): Promise<void>;
}
