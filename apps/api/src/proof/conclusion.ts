import type { Verdict } from '@cutover/contracts';
import { laggingReason, movingReason, noPositionReason } from './settlement-reason.js';
import type { Settlement } from './settlement.js';

/** A verdict with what it rests on. A side that was not read is null; `aspects` are those that differ. */
export interface Conclusion<Reading, Aspect extends string> {
  verdict: Verdict;
  /** null only for matched. */
  reason: string | null;
  position: string | null;
  aspects: readonly Aspect[];
  source: Reading | null;
  target: Reading | null;
}

/** Words for a proved difference; every other reason is the procedure's own. */
export type Describe<Reading, Aspect extends string> = (
  aspects: readonly Aspect[],
  source: Reading,
  target: Reading,
) => string;

/** Nothing was read, so nothing was proved. */
export function unproved<Reading, Aspect extends string>(reason: string): Conclusion<Reading, Aspect> {
  return { verdict: 'unverified', reason, position: null, aspects: [], source: null, target: null };
}

/** Turns what the procedure found into one of the four verdicts. `targetPosition` is for the words alone. */
export function conclude<Reading, Aspect extends string>(
  settlement: Settlement<Reading, Aspect>,
  describe: Describe<Reading, Aspect>,
  targetPosition: string | null,
): Conclusion<Reading, Aspect> {
  const { source, target, position } = settlement;
  const seen = { source, target, position };
  switch (settlement.kind) {
    case 'matched':
      return { ...seen, verdict: 'matched', reason: null, aspects: [] };
    case 'diverged':
      return {
        ...seen,
        verdict: 'diverged',
        reason: describe(settlement.aspects, source, target),
        aspects: settlement.aspects,
      };
    case 'lagging': {
      const reason = laggingReason(settlement.outcome, settlement.waitedMs, position, targetPosition);
      return { ...seen, verdict: 'lagging', reason, aspects: settlement.aspects };
    }
    case 'moving':
      return { ...seen, verdict: 'unverified', reason: movingReason(settlement.rounds), aspects: settlement.aspects };
    case 'no-position':
      return { ...seen, verdict: 'unverified', reason: noPositionReason, aspects: settlement.aspects };
  }
}
