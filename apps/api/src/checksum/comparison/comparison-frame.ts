import type { ChecksumResult } from '@cutover/contracts';
import type { Patience } from '../../proof/patience.js';
import type { ExactHooks } from './exact-hooks.js';

/** The result of one table, without its name and times, which the runner adds. */
export type ChecksumFinding = Omit<ChecksumResult, 'table' | 'startedAt' | 'finishedAt' | 'durationMs'>;

/** What the comparisons of all tables of a run share. */
export interface ComparisonFrame {
  migration: string;
  /** How long the run still waits for a target that is behind. */
  patience: Patience;
  /** Aborting ends the statements on the servers; the comparison then rejects. */
  signal: AbortSignal;
  /** Called when a table is unverified because a side did not answer. */
  onSideLost?: () => void;
  /** What the comparison reports and asks while it works. */
  hooks?: ExactHooks;
}
