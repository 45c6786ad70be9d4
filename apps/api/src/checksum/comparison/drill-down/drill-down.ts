import type { ReadBounds } from '../../../proof/question.js';
import type { SnapshotPair } from '../../../proof/snapshot/held-pair.js';
import type { TablePlan } from '../table-plan.js';
import type { DifferenceLog } from './difference-log.js';

/** What a drill-down needs. */
export interface DrillDown {
  plan: TablePlan;
  /** A pair young enough to begin with; usually the one that showed the difference. */
  pair: () => Promise<SnapshotPair>;
  bounds: ReadBounds;
  log: DifferenceLog;
  /** Pairs whose rows apart were compared: see RowsApart. */
  comparedApart: WeakSet<SnapshotPair>;
  /** See RowFinding. */
  chunkIndex?: number;
}
