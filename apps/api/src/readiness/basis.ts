import { lagFigure, skippedTables, type VerdictBasis } from '@cutover/contracts';
import { proofsOf } from '../checks/tables/proofs.js';
import type { Evidence } from '../evidence/evidence.js';
import { stillNotLookedAt } from '../parity/looked-at.js';

/** What of the list of the tables' dialect is looked at beside parity, in the very words of that list: whether it was. */
const lookedAtBeside: Readonly<Record<string, (evidence: Evidence) => boolean>> = {
  sequences: ({ sequences }) => sequences?.reason === null,
  'large objects': ({ 'not-replicated': left }) =>
    left?.reason === null && !left.unknown.some(({ kind }) => kind.startsWith('large-objects')),
};

/** What the answer rests on. `nowMs` is wall time. */
export function basisOf(evidence: Evidence, nowMs: number): VerdictBasis {
  const { young } = proofsOf(evidence, nowMs);
  const { seconds: lagSeconds, isLowerBound: isLagLowerBound } = lagFigure(evidence.lag);
  return {
    tablesWatched: evidence.tables?.tables.length ?? null,
    tablesEqual: young.length,
    oldestProofAt: young.reduce<string | null>(
      (oldest, { startedAt }) => (oldest === null || startedAt < oldest ? startedAt : oldest),
      null,
    ),
    skipped: skippedTables(evidence.tables?.skipped ?? {}),
    notLookedAt: stillNotLookedAt(evidence.tables?.notLookedAt ?? [], evidence.parity).filter(
      (entry) => lookedAtBeside[entry]?.(evidence) !== true,
    ),
    lagSeconds,
    isLagLowerBound,
  };
}
