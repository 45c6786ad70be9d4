import type { StorePart } from '../../store/store-part.js';
import { addRepairRemoval } from './add-repair-removal.migration.js';
import { addVerification } from './add-verification.migration.js';
import { ChecksumRunEntity } from './checksum-run.entity.js';
import { createChecksums } from './create-checksums.migration.js';
import { RowDifferenceEntity } from './row-difference.entity.js';
import { RunPlanEntity } from './run-plan.entity.js';
import { TableChecksumEntity } from './table-checksum.entity.js';
import { TableChunkEntity } from './table-chunk.entity.js';
import { TableComparisonEntity } from './table-comparison.entity.js';
import { VerdictStore } from './verdict.store.js';
import { longestOpenMs, VerificationStore } from './verification.store.js';

/**
 * What checksum keeps: runs for `store.alertRetentionDays`; of each watched table its last result with its chunks and
 * differing rows; comparisons that led to no result for three days.
 */
export const checksumPart: StorePart = {
  name: 'checksum',
  entities: [
    ChecksumRunEntity,
    TableChecksumEntity,
    RunPlanEntity,
    TableComparisonEntity,
    TableChunkEntity,
    RowDifferenceEntity,
  ],
  migrations: [createChecksums, addVerification, addRepairRemoval],
  prune: async (store, { nowMs, recordsBeforeIso }) => ({
    runs: await new VerdictStore(store).pruneRuns(recordsBeforeIso),
    comparisons: await new VerificationStore(store).pruneOpen(new Date(nowMs - longestOpenMs).toISOString()),
  }),
};
