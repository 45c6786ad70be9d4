import type { ParityArea, ParityAreaState, ParityDifference } from '@cutover/contracts';
import type { AreaReading } from './parity-area.js';

/** What is known of one area: how it stands, and its differences, what blocks first. */
export interface KnownArea {
  state: ParityAreaState;
  differences: readonly ParityDifference[];
}

/** By area; one that was never read has none. */
export type KnownParity = Partial<Record<ParityArea, KnownArea>>;

/** Pure: a reading as it is kept. */
export function knownOf(area: ParityArea, reading: AreaReading, tookMs: number, now: string): KnownArea {
  const { compared, unknown, statements, leftOut = [] } = reading;
  // What blocks first, then by name: the order in which pages are read.
  const differences = [...reading.differences].sort(
    (a, b) => Number(b.blocks) - Number(a.blocks) || (a.id < b.id ? -1 : 1),
  );
  const blocking = differences.filter(({ blocks }) => blocks).length;
  return {
    state: {
      ...{ area, compared, differences: differences.length, blocking, unknown, leftOut },
      ...{ tookMs, statements, measuredAt: now, failure: null },
    },
    differences,
  };
}

/** Pure: what was known before, with the reason why nothing newer is; without anything before, nothing is known. */
export function failed(area: ParityArea, before: KnownArea | undefined, failure: string, now: string): KnownArea {
  if (before !== undefined) return { ...before, state: { ...before.state, failure } };
  const action = 'Remove the reason: it is read again by itself.';
  const unknown = [{ area, what: 'all of it', side: null, reason: failure, action, grants: [], blocks: true }];
  const nothing = { compared: {}, differences: [], unknown, statements: { source: 0, target: 0 } };
  const known = knownOf(area, nothing, 0, now);
  return { ...known, state: { ...known.state, failure } };
}
