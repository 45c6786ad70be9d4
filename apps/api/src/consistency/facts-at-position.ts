import type { BothReadings } from '../proof/settlement.js';
import type { RowsBetween } from '../proof/snapshot/snapshot-dialect.js';
import type { FactsReading } from './consistency-verdict.js';

/**
 * Pure: what was read in a pair whose source snapshot does not show every row as it is at the position, as it is at the position.
 * The ends of the key may have moved in between: they are unknown then, on both sides. `isCounted`: the rows were counted in the
 * snapshots.
 */
export function factsAtPosition(
  { source, target }: BothReadings<FactsReading>,
  { changes, added }: ReturnType<RowsBetween>,
  isCounted: boolean,
): BothReadings<FactsReading> {
  return changes === 0
    ? { source, target }
    : { source: movedOn(source, isCounted ? added : 0n), target: movedOn(target, 0n) };
}

function movedOn(reading: FactsReading, added: bigint): FactsReading {
  if (reading === null) return null;
  const { rows } = reading.facts;
  const counted = rows === null ? null : String(BigInt(rows) + added);
  return { ...reading, facts: { ...reading.facts, rows: counted, smallestKey: null, largestKey: null } };
}
