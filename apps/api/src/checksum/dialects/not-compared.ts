import type { ComparisonDialect } from '../comparison/comparison-dialect.js';
import { noRepair } from '../repair/no-repair.js';

/** The dialect of an engine whose rows are not compared; `reason` is said of each table. Nothing of it sends a statement. */
export function notCompared(reason: string): ComparisonDialect {
  // Where `obstacle` answers, nobody comes so far.
  const unreached = (): never => {
    throw new Error(reason);
  };
  return {
    obstacle: () => reason,
    estimateRows: () => Promise.resolve([]),
    estimateBytes: () => Promise.resolve(null),
    isLockedByReading: () => false,
    planOf: unreached,
    isEarlier: unreached,
    notesOn: () => Promise.resolve([]),
    whySnapshotsMiss: () => Promise.resolve(null),
    ddl: { readMoment: unreached, mayBeChangedSince: unreached },
    barrier: { forbidden: () => reason, open: unreached },
    repair: noRepair(reason),
    load: { readPressure: () => Promise.resolve({}), readLagSeconds: () => Promise.resolve(null) },
  };
}
