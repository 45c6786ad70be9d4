import type { ChecksumMode, ChecksumResult, Role } from '@cutover/contracts';
import type { Conclusion } from '../../../../proof/conclusion.js';
import type { Comparison } from '../../../../proof/proof.service.js';
import type { ChecksumFinding } from '../../../comparison/comparison-frame.js';
import { describeDefinitionDifference } from './definition-comparison.js';
import { exactFingerprint, type ExactDefinition } from './exact-definition.js';

/** Both sides have the table. */
export interface Definitions {
  source: ExactDefinition;
  target: ExactDefinition;
}

/** In what two definitions can differ so that their rows need not be compared. */
export type DefinitionAspect = 'presence' | 'columns';

/** The procedure of proof/ over definitions: one that has not arrived at the target yet is lagging, not different. */
export function compareDefinitions(
  read: (role: Role, signal: AbortSignal) => Promise<ExactDefinition | null>,
): Comparison<ExactDefinition | null, DefinitionAspect> {
  return { read, differing: differingAspects, moved: movedAspects, describe };
}

function differingAspects(source: ExactDefinition | null, target: ExactDefinition | null): DefinitionAspect[] {
  if (source === null || target === null) return source === target ? [] : ['presence'];
  return describeDefinitionDifference(source, target) === null ? [] : ['columns'];
}

function movedAspects(before: ExactDefinition | null, after: ExactDefinition | null): DefinitionAspect[] {
  if (before === null || after === null) return before === after ? [] : ['presence', 'columns'];
  return exactFingerprint(before) === exactFingerprint(after) ? [] : ['columns'];
}

function describe(
  _: readonly DefinitionAspect[],
  source: ExactDefinition | null,
  target: ExactDefinition | null,
): string {
  if (target === null)
    return 'Missing on the target: the table is there on the source and the target has passed its position';
  if (source === null) return 'The table exists on the target only';
  return `The definitions differ: ${describeDefinitionDifference(source, target) ?? 'they changed meanwhile'}`;
}

/** The result of a table whose rows were not compared, or in `mode` to no end. */
export function definitionVerdict(
  { verdict, reason, source, target, position }: Conclusion<ExactDefinition | null, string>,
  mode: ChecksumMode | null = null,
): ChecksumFinding {
  const isGone = verdict === 'matched' && (source === null || target === null);
  const said = isGone ? 'The table was dropped on both sides during the comparison' : reason;
  const final = isGone ? 'unverified' : verdict;
  return {
    ...{ verdict: final, mode, digest: 'none', position },
    ...(said === null ? {} : { reason: said }),
    ...missingOn({ verdict, source, target }),
    ...{ sourceDigest: null, targetDigest: null, sourceRows: null, targetRows: null },
    chunks: { total: 1, matched: 0, lagging: 0, diverged: 0, unverified: 0, [final]: 1 },
    // No row was looked at, so none is named.
    differences: { missing: 0, extra: 0, changed: 0, complete: false },
  };
}

/** The side that is proved not to have the table, where that is the difference. */
function missingOn({
  verdict,
  source,
  target,
}: Pick<Conclusion<unknown, string>, 'verdict' | 'source' | 'target'>): Pick<ChecksumResult, 'missingOn'> {
  if (verdict !== 'diverged') return {};
  if (target === null) return { missingOn: 'target' };
  return source === null ? { missingOn: 'source' } : {};
}
