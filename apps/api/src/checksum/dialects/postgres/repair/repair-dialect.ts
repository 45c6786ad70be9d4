import type { RepairDialect } from '../../../repair/repair-dialect.js';
import { SourceLongValues } from './long-values.js';
import { repairEnding, repairHeading } from './repair-script.js';
import { readRepairTarget, type RepairTarget } from './repair-target.js';
import { rowRepair } from './row-repair.js';

/** How tables of PostgreSQL are repaired. */
export const postgresRepair: RepairDialect<RepairTarget> = {
  rowRepair,
  longValues: (source, signal) => new SourceLongValues(source, signal),
  readTarget: readRepairTarget,
  heading: repairHeading,
  ending: repairEnding,
};
