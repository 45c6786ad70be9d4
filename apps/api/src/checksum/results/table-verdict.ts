import type { Verdict } from '@cutover/contracts';
import type { Conclusion } from '../../proof/conclusion.js';
import { describeDefinitionDifference } from '../../tables/definition/compare-definitions.js';
import type { TableDefinition } from '../../tables/definition/table-definition.js';
import type { ChecksumFinding } from '../runs/checksum-mode.js';
import { missingOn } from './missing-on.js';

/** What mode `table` reads of one side. `null` for the whole: the table is proved not to be there. */
export type TableReading = { definition: TableDefinition; checksum: string } | null;

/** In what two readings can differ. */
export type TableAspect = 'presence' | 'columns' | 'checksum';

/** Aspects in which source and target differ. */
export function differingAspects(source: TableReading, target: TableReading): TableAspect[] {
  if (source === null || target === null) return source === target ? [] : ['presence'];
  const aspects: TableAspect[] = [];
  if (describeDefinitionDifference(source.definition, target.definition) !== null) aspects.push('columns');
  if (source.checksum !== target.checksum) aspects.push('checksum');
  return aspects;
}

/** Aspects in which the source changed between two of its own readings. */
export function movedAspects(before: TableReading, after: TableReading): TableAspect[] {
  if (before === null || after === null) return before === after ? [] : ['presence', 'columns', 'checksum'];
  return differingAspects(before, after);
}

/** Words for a proved difference. */
export function describeDifference(
  aspects: readonly TableAspect[],
  source: TableReading,
  target: TableReading,
): string {
  if (target === null)
    return 'Missing on the target: the table is there on the source and the target has passed its position';
  if (source === null) return 'The table exists on the target only';
  const columns = aspects.includes('columns')
    ? `The definitions differ: ${describeDefinitionDifference(source.definition, target.definition) ?? 'they changed meanwhile'}`
    : null;
  const checksum = `CHECKSUM TABLE is ${source.checksum} on the source and ${target.checksum} on the target`;
  return (
    columns ?? `The contents differ: ${checksum}; the table did not change on the source while the target was read`
  );
}

/** The result of mode `table` from what was proved about both readings. */
export function tableVerdict(conclusion: Conclusion<TableReading, TableAspect>): ChecksumFinding {
  const { verdict, reason } = soften(conclusion);
  const { source, target, position } = conclusion;
  return {
    verdict,
    ...(reason === null ? {} : { reason }),
    ...missingOn({ verdict, source, target }),
    position,
    sourceDigest: source?.checksum ?? null,
    targetDigest: target?.checksum ?? null,
    sourceRows: null,
    targetRows: null,
    chunks: { ...noChunks, total: 1, [verdict]: 1 },
    // This mode sees that rows differ, never which: nothing is named, and only matched is a complete answer.
    differences: { missing: 0, extra: 0, changed: 0, complete: verdict === 'matched' },
  };
}

const noChunks = { total: 0, matched: 0, lagging: 0, diverged: 0, unverified: 0 } satisfies Record<
  Verdict | 'total',
  number
>;

/** Takes back what CHECKSUM TABLE cannot carry. */
function soften(conclusion: Conclusion<TableReading, TableAspect>): { verdict: Verdict; reason: string | null } {
  const { verdict, reason, source, target, aspects } = conclusion;
  if (verdict === 'matched' && (source === null || target === null))
    return { verdict: 'unverified', reason: 'The table was dropped on both sides during the comparison' };
  if (verdict === 'diverged' && source !== null && target !== null && !aspects.includes('columns')) {
    const storage = describeStorageDifference(source.definition, target.definition);
    if (storage !== null)
      return {
        verdict: 'unverified',
        reason: `Not proved: the checksums differ, but so does the storage (${storage}), on which CHECKSUM TABLE depends: give both the same, or rely on the row counts`,
      };
  }
  return { verdict, reason };
}

/** CHECKSUM TABLE of equal rows differs between an explicit and a default ROW_FORMAT, and between engines. null: the same. */
function describeStorageDifference(source: TableDefinition, target: TableDefinition): string | null {
  const [left, right] = [source, target].map((d) => `${d.engine ?? 'unknown'}, ROW_FORMAT ${d.rowFormat ?? 'default'}`);
  return left === right ? null : `source ${left}; target ${right}`;
}
