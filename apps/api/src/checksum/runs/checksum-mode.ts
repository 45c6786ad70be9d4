import type { ChecksumMode as ChecksumModeName, ChecksumResult } from '@cutover/contracts';
import type { Patience } from '../../proof/patience.js';
import type { WatchedTable } from '../../tables/tables.service.js';
import type { ExactHooks } from '../comparison/exact-hooks.js';

/** What a mode decides about one table; names and times are added by the runner. */
export type ChecksumFinding = Omit<
  ChecksumResult,
  'table' | 'mode' | 'digest' | 'startedAt' | 'finishedAt' | 'durationMs'
> &
  // A mode that chooses for each table says here what it chose.
  Partial<Pick<ChecksumResult, 'mode' | 'digest'>>;

/** What one run shares between its tables. */
export interface ComparisonFrame {
  migration: string;
  /** How long the run still waits for a lagging target. */
  patience: Patience;
  /** Aborting ends the statements on the servers; `compare` then rejects. */
  signal: AbortSignal;
  /** What the exact engine tells and asks while it works. */
  hooks?: ExactHooks;
}

/** One way to establish equality. A further engine is one more file and one more line in checksum-modes.ts. */
export interface ChecksumMode {
  readonly name: ChecksumModeName;
  /** Name of the digest, as results show it. */
  readonly digest: string;
  /** Rejects only when the signal was aborted: being unable to look is the verdict unverified, with its reason. */
  compare(table: WatchedTable, frame: ComparisonFrame): Promise<ChecksumFinding>;
}
