import type { OverallVerdict, RemainingStep } from '@cutover/contracts';
import { outcomeRank, type JudgedCheck, type UndatedFinding } from '../../judgement/judge.js';
import { placeOf } from './order-of-work.js';

/** So many are listed at most: what is further down is not done tonight before these are. */
export const mostSteps = 50;

/**
 * Pure: what is left to do, in the order in which it is done. First all that keeps the answer from being safe, then what is advised:
 * that may stay as it is. What is only the consequence of another step is not named.
 */
export function remainingSteps({ reasons }: OverallVerdict, checks: readonly JudgedCheck[]): RemainingStep[] {
  const advised = checks.flatMap(({ own }) =>
    own.filter(({ outcome, blocks }) => !blocks && (outcome === 'fail' || outcome === 'unknown')),
  );
  const steps = [
    ...inOrder(reasons).map((each) => step(each, true)),
    ...inOrder(advised).map((each) => step(each, false)),
  ];
  return steps.slice(0, mostSteps);
}

function inOrder<Found extends UndatedFinding>(findings: readonly Found[]): Found[] {
  return [...findings].sort((a, b) => placeOf(a) - placeOf(b) || outcomeRank[a.outcome] - outcomeRank[b.outcome]);
}

function step(finding: UndatedFinding, isBlocking: boolean): RemainingStep {
  const { check, section, subject, outcome, message, action, statements = [], tables, tableCount } = finding;
  return {
    ...{ check, section, subject, outcome, isBlocking, what: message, action },
    ...{ statements: [...statements], tables: [...tables], tableCount },
  };
}
