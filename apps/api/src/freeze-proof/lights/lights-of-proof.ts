import type { FreezeProof } from '@cutover/contracts';
import type { ReplicationPositionService } from '../../replication/replication-position.service.js';
import type { FreezeHolder } from '../freeze-holder.js';
import { hotTables, type TableComparisons } from './hot-tables.light.js';
import type { ProofLight } from './proof-context.js';
import { sentinelSeen } from './sentinel-seen.light.js';
import { sentinelWritten } from './sentinel-written.light.js';
import { sourceFrozen } from './source-frozen.light.js';
import { sourceLocked } from './source-locked.light.js';
import { sourceStill } from './source-still.light.js';
import { targetCaptured } from './target-captured.light.js';
import { targetReached } from './target-reached.light.js';

/** What lights look with. */
export interface LightTools {
  holder: FreezeHolder;
  positions: ReplicationPositionService;
  comparisons: TableComparisons;
}

/** The seven, in their order. The second is another where Cutover freezes the source itself. */
export function lightsOfProof(
  by: FreezeProof['freeze']['by'],
  { holder, positions, comparisons }: LightTools,
): ProofLight[] {
  return [
    ...[sentinelWritten, by === 'cutover' ? sourceLocked(holder) : sourceFrozen, sourceStill],
    ...[targetReached(positions), sentinelSeen, hotTables(comparisons), targetCaptured],
  ];
}
