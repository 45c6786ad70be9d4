import type { ReadBounds } from '../../../proof/question.js';
import type { SnapshotPair } from '../../../proof/snapshot/held-pair.js';
import type { KeyValues } from '../chunks/key-range.js';
import type { TablePlan } from '../table-plan.js';
import type { DifferenceLog } from './difference-log.js';

/** What is needed to find the rows that differ in a range. */
export interface DrillDown {
  plan: TablePlan;
  /** A pair that is young enough to begin work on; usually the one that showed the difference. */
  pair: () => Promise<SnapshotPair>;
  bounds: ReadBounds;
  log: DifferenceLog;
  /** The pairs whose rows apart were compared: see RowsApart. */
  comparedApart: WeakSet<SnapshotPair>;
  /** Rows of which the pairs used so far did not tell whether they are the same, by keyText. */
  undecided: Map<string, KeyValues>;
  /** See RowFinding. */
  chunkIndex?: number;
}
