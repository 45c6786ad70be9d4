import type { ChecksumMode, ChecksumResult, Role } from '@cutover/contracts';
import type { Conclusion } from '../../proof/conclusion.js';
import type { Comparison } from '../../proof/proof.service.js';
import { ddlDuringCheck } from '../../proof/unreadable-reason.js';
import type { ChecksumFinding } from './comparison-frame.js';
import { attributeDifferences } from '../../tables/definition/compare-attributes.js';
import { describeDefinitionDifference } from '../../tables/definition/compare-definitions.js';
import type { CarriedPart } from '../../tables/carried-part.js';
import { definitionFingerprint, type TableDefinition } from '../../tables/definition/table-definition.js';

/** The definitions of a table that both sides have. */
export interface Definitions {
  source: TableDefinition;
  target: TableDefinition;
}

/** A table that both sides have, and the part of it that is compared. */
export interface ComparedDefinitions extends Definitions {
  part: CarriedPart;
}

/** Why nothing is proved of a table that DDL changed, replaced or renamed while it was compared. */
export const ddlReason = `${ddlDuringCheck}: the definition of the table changed, or another table got its name; it is compared again in the next run`;

/** Pure: whether that is why a table is unverified, as one side or the other said it. */
export function isDisturbedByDdl({ verdict, reason }: Pick<ChecksumFinding, 'verdict' | 'reason'>): boolean {
  return verdict === 'unverified' && (reason?.startsWith(ddlDuringCheck) ?? false);
}

/** How two definitions can differ. With `attributes` alone rows of both can be compared all the same. */
export type DefinitionAspect = 'presence' | 'columns' | 'attributes';

/** Compares definitions by the procedure of proof/. So DDL that the target has not applied yet is lagging, not diverged. */
export function compareDefinitions(
  read: (role: Role, signal: AbortSignal) => Promise<TableDefinition | null>,
): Comparison<TableDefinition | null, DefinitionAspect> {
  return { read, differing: differingAspects, moved: movedAspects, describe };
}

function differingAspects(source: TableDefinition | null, target: TableDefinition | null): DefinitionAspect[] {
  if (source === null || target === null) return source === target ? [] : ['presence'];
  if (describeDefinitionDifference(source, target) !== null) return ['columns'];
  return attributeDifferences(source, target).length === 0 ? [] : ['attributes'];
}

function movedAspects(before: TableDefinition | null, after: TableDefinition | null): DefinitionAspect[] {
  if (before === null || after === null) return before === after ? [] : ['presence', 'columns', 'attributes'];
  return definitionFingerprint(before) === definitionFingerprint(after) ? [] : ['columns', 'attributes'];
}

function describe(
  _: readonly DefinitionAspect[],
  source: TableDefinition | null,
  target: TableDefinition | null,
): string {
  if (target === null)
    return 'Missing on the target: the table is there on the source and the target has passed its position';
  if (source === null) return 'The table exists on the target only';
  const [attribute = 'they changed meanwhile'] = attributeDifferences(source, target);
  return `The definitions differ: ${describeDefinitionDifference(source, target) ?? attribute}`;
}

/** Pure: true when the definitions do not keep rows from being compared: they are equal, or only attributes differ. */
export function areComparable({ verdict, aspects }: Conclusion<unknown, DefinitionAspect>): boolean {
  return verdict === 'matched' || (aspects.length > 0 && aspects.every((aspect) => aspect === 'attributes'));
}

/**
 * Pure: the result of the rows, with what is known of the attributes. Where those differ and it is not proved, for the target may
 * not have applied a change yet, equal rows do not make the table matched.
 */
export function withAttributes(
  finding: ChecksumFinding,
  { source, target }: Definitions,
  { verdict, reason }: Pick<Conclusion<unknown, string>, 'verdict' | 'reason'>,
): ChecksumFinding {
  const definitionDifferences = attributeDifferences(source, target);
  if (verdict === 'matched' || verdict === 'diverged') return { ...finding, definitionDifferences };
  if (finding.verdict !== 'matched') return finding;
  const words = `The rows are equal, but ${definitionDifferences.join('; ')}`;
  return { ...finding, verdict, reason: `${words}; that this stays so is not proved: ${reason ?? ''}` };
}

/** The result of a table whose rows were not compared, or whose comparison in `mode` failed. */
export function definitionVerdict(
  { verdict, reason, source, target, position }: Conclusion<unknown, string>,
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
    // No row was compared, so none is named.
    differences: { missing: 0, extra: 0, changed: 0, complete: false },
  };
}

/** Names the side that is proved not to have the table, where that is the difference. */
function missingOn({
  verdict,
  source,
  target,
}: Pick<Conclusion<unknown, string>, 'verdict' | 'source' | 'target'>): Pick<ChecksumResult, 'missingOn'> {
  if (verdict !== 'diverged') return {};
  if (target === null) return { missingOn: 'target' };
  return source === null ? { missingOn: 'source' } : {};
}
