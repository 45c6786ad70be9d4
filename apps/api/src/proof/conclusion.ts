import type { Verdict } from '@cutover/contracts';
import { laggingReason, movingReason, noPositionReason } from './settlement-reason.js';
import type { ProofAdvice } from './proof-dialect.js';
import type { ProvedSettlement, Settlement } from './settlement.js';

/**
 * The verdict on what was compared, with its evidence. `source` and `target` are what was read last; null: not read.
 * `aspects` are those that differ.
 */
export interface Conclusion<Reading, Aspect extends string> {
  verdict: Verdict;
  /** Why this verdict. null only for matched. */
  reason: string | null;
  position: string | null;
  aspects: readonly Aspect[];
  source: Reading | null;
  target: Reading | null;
}

/** Says in words what a proved difference is. The reasons of all other verdicts are written in settlement-reason.ts. */
export type Describe<Reading, Aspect extends string> = (
  aspects: readonly Aspect[],
  source: Reading,
  target: Reading,
) => string;

/** The verdict where nothing was read: unverified, for this reason. */
export function unproved<Reading, Aspect extends string>(reason: string): Conclusion<Reading, Aspect> {
  return { verdict: 'unverified', reason, position: null, aspects: [], source: null, target: null };
}

/** The verdict of a settlement that is a proof: matched or diverged. */
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

/** The verdict of any settlement. `targetPosition` and `advice` are only used in the words of the reason. */
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
