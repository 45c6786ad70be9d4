import type { Stage } from '../stage/stage.js';

/** A table that DDL can be tried on. The partitioned one stays as it is, so that its partitions can be exchanged. */
export function alterable({ oracle, random, confirmations }: Stage): string | null {
  const settled = oracle.truth.tables.filter((table) => table !== 'parts' && confirmations.isSettled(table));
  return settled.length === 0 ? null : random.pick(settled);
}
