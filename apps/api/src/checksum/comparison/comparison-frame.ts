import type { ChecksumResult } from '@cutover/contracts';
import type { Patience } from '../../proof/patience.js';
import type { ExactHooks } from './exact-hooks.js';

/** What the engine decides about one table; its name and times are added by the runner. */
export type ChecksumFinding = Omit<ChecksumResult, 'table' | 'startedAt' | 'finishedAt' | 'durationMs'>;

/** What one run shares between its tables. */
export interface ComparisonFrame {
  migration: string;
  /** How long the run still waits for a lagging target. */
  patience: Patience;
  /** Aborting ends the statements on the servers; the comparison then rejects. */
  signal: AbortSignal;
  /** What the engine tells and asks while it works. */
  hooks?: ExactHooks;
}
