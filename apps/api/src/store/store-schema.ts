import { AlertEntity } from './entities/alert.entity.js';
import { ChecksumRunEntity } from './entities/checksum-run.entity.js';
import { LagSampleEntity } from './entities/lag-sample.entity.js';
import { RowDifferenceEntity } from './entities/row-difference.entity.js';
import { RunPlanEntity } from './entities/run-plan.entity.js';
import { TableChecksumEntity } from './entities/table-checksum.entity.js';
import { TableChunkEntity } from './entities/table-chunk.entity.js';
import { TableComparisonEntity } from './entities/table-comparison.entity.js';
import { TableConsistencyEntity } from './entities/table-consistency.entity.js';
import { AddRepairRemoval1764100000000 } from './migrations/add-repair-removal.migration.js';
import { AddVerification1763650000000 } from './migrations/add-verification.migration.js';
import { CreateStore1763600000000 } from './migrations/create-store.migration.js';

/** Every entity of the store. */
export const storeEntities = [
  LagSampleEntity,
  ChecksumRunEntity,
  TableChecksumEntity,
  TableConsistencyEntity,
  AlertEntity,
  RunPlanEntity,
  TableComparisonEntity,
  TableChunkEntity,
  RowDifferenceEntity,
];

/** Every schema migration, oldest first. Add at the end; never change one that was released. */
export const storeMigrations = [CreateStore1763600000000, AddVerification1763650000000, AddRepairRemoval1764100000000];
