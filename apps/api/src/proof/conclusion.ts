import type { Verdict } from '@cutover/contracts';
import { laggingReason, movingReason, noPositionReason } from './settlement-reason.js';
import type { ProofAdvice } from './proof-dialect.js';
import type { ProvedSettlement, Settlement } from './settlement.js';

/** A verdict and its evidence. A side that was not read is null; `aspects` are those that differ. */
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

/** Turns what was proved into its verdict. */
export function concludeProved<Reading, Aspect extends string>(
  settlement: ProvedSettlement<Reading, Aspect>,
  describe: Describe<Reading, Aspect>,
): Conclusion<Reading, Aspect> {
  const { source, target, position } = settlement;
  const seen = { source, target, position };
  if (settlement.kind === 'matched') return { ...seen, verdict: 'matched', reason: null, aspects: [] };
  const { aspects } = settlement;
  return { ...seen, verdict: 'diverged', reason: describe(aspects, source, target), aspects };
}

/** Turns what the procedure found into one of the four verdicts. `targetPosition` and `advice` are for the words alone. */
export function conclude<Reading, Aspect extends string>(
  settlement: Settlement<Reading, Aspect>,
  describe: Describe<Reading, Aspect>,
  { targetPosition, advice }: { targetPosition: string | null; advice: ProofAdvice },
): Conclusion<Reading, Aspect> {
  if (settlement.kind === 'matched' || settlement.kind === 'diverged') return concludeProved(settlement, describe);
  const { source, target, position, aspects } = settlement;
  const seen = { source, target, position, aspects };
  switch (settlement.kind) {
    case 'lagging':
      return { ...seen, verdict: 'lagging', reason: laggingReason(settlement, targetPosition, advice) };
    case 'moving':
      return { ...seen, verdict: 'unverified', reason: movingReason(settlement.rounds) };
    case 'no-position':
      return { ...seen, verdict: 'unverified', reason: noPositionReason(advice) };
  }
}
