import { slotsStatement } from '../source-statements.js';
import { targetLimitsStatement } from '../target-statements.js';
import { partsOf } from './parts-of.js';

/** A column of a newer version is an error on an older one. */
it.each([
  [null, [], 'max_replication_slots'],
  [150_018, [], 'max_replication_slots'],
  [160_004, ['s.conflicting'], 'max_replication_slots'],
  [170_006, ['s.conflicting', 's.invalidation_reason', 's.inactive_since'], 'max_replication_slots'],
  [180_004, ['s.conflicting', 's.invalidation_reason', 's.inactive_since'], 'max_active_replication_origins'],
  [200_001, ['s.conflicting', 's.invalidation_reason', 's.inactive_since'], 'max_active_replication_origins'],
])('asks version %s for what it has', (version, columns, originLimit) => {
  const parts = partsOf(version);
  const asked = slotsStatement(parts).match(/s\.(conflicting|invalidation_reason|inactive_since)/g) ?? [];
  expect(asked).toEqual(columns);
  expect(targetLimitsStatement(parts)).toContain(`current_setting('${originLimit}')`);
});
