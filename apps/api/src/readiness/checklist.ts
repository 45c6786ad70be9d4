import type { Finding, ReadinessCheck } from '@cutover/contracts';
import { outcomeRank, type JudgedCheck, type UndatedFinding } from '../judgement/judge.js';

/** A check shows so many findings at most; `/findings` has all of them. */
const mostFindings = 10;

/** Pure: every check that applies with what it says, what needs attention first. */
export function checklist(
  checks: readonly JudgedCheck[],
  date: (finding: UndatedFinding) => Finding,
): ReadinessCheck[] {
  return checks
    .filter(({ findings }) => findings.length > 0)
    .map(({ check, section, state, findings }): ReadinessCheck => {
      const shown = [...findings]
        .sort((a, b) => outcomeRank[a.outcome] - outcomeRank[b.outcome])
        .slice(0, mostFindings);
      return {
        ...{ check: check.id, section, claim: check.claim, outcome: state, blocks: check.blocks },
        isBlocking: findings.some(({ blocks, outcome }) => blocks && outcome !== 'pass'),
        notWaivable: check.notWaivable ?? null,
        ...{ findings: shown.map(date), findingCount: findings.length },
      };
    })
    .sort((a, b) => attention(a) - attention(b));
}

/** What blocks first; then what failed, is unknown, is waived, passed. */
function attention({ isBlocking, outcome }: ReadinessCheck): number {
  return (isBlocking ? 0 : 10) + outcomeRank[outcome];
}
