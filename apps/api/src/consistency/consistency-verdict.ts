import type { ConsistencyResult, TableFacts, Verdict } from '@cutover/contracts';
import type { Conclusion } from '../proof/conclusion.js';
import { describeDefinitionDifference } from '../tables/definition/compare-definitions.js';
import type { TableDefinition } from '../tables/definition/table-definition.js';
import type { DifferenceAdvice } from './consistency-dialect.js';

/** What one side says of a table. `null` for the whole: the table is proved not to be there. */
export type FactsReading = {
  facts: TableFacts;
  definition: Pick<TableDefinition, 'columns'> & Partial<Pick<TableDefinition, 'createdAt'>>;
  isKeyAutoIncrement: boolean;
} | null;

/** What a result can name. */
export type FactsAspect = ConsistencyResult['differences'][number];

/** The part of a result that the comparison decides. */
export type ConsistencyFinding = Pick<
  ConsistencyResult,
  'verdict' | 'reason' | 'action' | 'differences' | 'source' | 'target' | 'position'
>;

const compared = ['rows', 'smallestKey', 'largestKey'] as const;

/**
 * Aspects in which the sides differ. AUTO_INCREMENT counts only where the next insert on the target would collide: that a
 * counter is merely lower is ordinary, because numbers that the source gave out and did not keep (rollbacks, INSERT IGNORE,
 * multi-row inserts) never reach the target.
 */
export function differingFacts(source: FactsReading, target: FactsReading): FactsAspect[] {
  if (source === null || target === null) return source === target ? [] : ['presence'];
  const aspects: FactsAspect[] = compared.filter((aspect) => source.facts[aspect] !== target.facts[aspect]);
  if (wouldCollide(source, target)) aspects.push('autoIncrement');
  if (!sameColumns(source, target)) aspects.push('columns');
  return aspects;
}

/**
 * Aspects in which the source changed between two readings of its own. A counter only grows, so it proves itself, unless DDL
 * made it another table that has the name now.
 */
export function movedFacts(before: FactsReading, after: FactsReading): FactsAspect[] {
  if (before === null && after === null) return [];
  if (before === null || after === null || before.definition.createdAt !== after.definition.createdAt)
    return ['presence', ...compared, 'autoIncrement', 'columns'];
  const aspects: FactsAspect[] = compared.filter((aspect) => before.facts[aspect] !== after.facts[aspect]);
  if (!sameColumns(before, after)) aspects.push('columns');
  return aspects;
}

/** Words for a proved difference. */
export function describeFacts(aspects: readonly FactsAspect[], source: FactsReading, target: FactsReading): string {
  if (target === null)
    return 'Missing on the target: the table is there on the source and the target has passed its position';
  if (source === null) return 'The table exists on the target only';
  const words: Record<FactsAspect, () => string> = {
    presence: () => 'the table exists on one side only',
    rows: () => `the source has ${source.facts.rows} rows, the target ${target.facts.rows}`,
    smallestKey: () =>
      `the smallest key is ${shown(source.facts.smallestKey)} on the source, ${shown(target.facts.smallestKey)} on the target`,
    largestKey: () =>
      `the largest key is ${shown(source.facts.largestKey)} on the source, ${shown(target.facts.largestKey)} on the target`,
    autoIncrement: () =>
      `AUTO_INCREMENT is ${target.facts.autoIncrement} on the target, not above the largest key ${source.facts.largestKey}: the next insert there would collide`,
    columns: () =>
      `the definitions differ: ${describeDefinitionDifference(source.definition, target.definition) ?? 'they changed meanwhile'}`,
  };
  const text = aspects.map((aspect) => words[aspect]()).join('; ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** The finding from what was proved about both readings. */
export function consistencyVerdict(
  conclusion: Conclusion<FactsReading, FactsAspect>,
  advice: DifferenceAdvice,
): ConsistencyFinding {
  const { verdict, reason, differences } = judged(conclusion, advice);
  const action = verdict === 'diverged' ? actionOn(conclusion, advice) : null;
  return {
    verdict,
    ...(reason === null ? {} : { reason }),
    ...(action === null ? {} : { action }),
    differences,
    source: conclusion.source?.facts ?? null,
    target: conclusion.target?.facts ?? null,
    position: conclusion.position,
  };
}

/** Earlier results, taken back: nothing can be read, not even which tables there are, so what was matched is unknown now. */
export function unknownTables(earlier: readonly ConsistencyResult[], why: string, now: string): ConsistencyResult[] {
  return earlier.map(({ table }) => unverifiedTable(table, `The tables could not be listed: ${why}`, now));
}

/** A table that was not looked at. */
export function unverifiedTable(table: string, reason: string, now: string): ConsistencyResult {
  return {
    ...{ table, verdict: 'unverified', reason },
    ...{ differences: [], source: null, target: null, position: null },
    checkedAt: now,
    durationMs: 0,
  };
}

function judged(
  conclusion: Conclusion<FactsReading, FactsAspect>,
  { raiseCounterTo }: DifferenceAdvice,
): {
  verdict: Verdict;
  reason: string | null;
  differences: FactsAspect[];
} {
  const { verdict, reason, source, target } = conclusion;
  const differences = [...conclusion.aspects];
  if (verdict !== 'matched') return { verdict, reason, differences };
  if (source === null || target === null)
    return { verdict: 'unverified', reason: 'The table was dropped on both sides during the comparison', differences };
  const next = source.facts.autoIncrement;
  if (next === null || !isCounterLower(source.facts, target.facts)) return { verdict, reason, differences };
  return {
    verdict,
    reason:
      `Rows, keys and columns agree; AUTO_INCREMENT is lower on the target (${target.facts.autoIncrement}, source ${next}): ` +
      'numbers that the source gave out and did not keep would be given out again. ' +
      raiseCounterTo(next),
    differences: ['autoIncrement'],
  };
}

/** null: compare and repair, which goes without saying. */
function actionOn(
  { source, target, aspects }: Conclusion<FactsReading, FactsAspect>,
  advice: DifferenceAdvice,
): string | null {
  if (target === null) return advice.copyTable;
  if (source === null) return advice.dropTable;
  return aspects.every((aspect) => aspect === 'autoIncrement') ? advice.raiseCounter : null;
}

/** Higher on the target is in order: nothing is given out twice. */
export function isCounterLower(source: TableFacts, target: TableFacts): boolean {
  if (source.autoIncrement === null || target.autoIncrement === null) return false;
  return BigInt(target.autoIncrement) < BigInt(source.autoIncrement);
}

function wouldCollide(source: NonNullable<FactsReading>, target: NonNullable<FactsReading>): boolean {
  const { largestKey } = source.facts;
  const [given, next] = [source.facts.autoIncrement, target.facts.autoIncrement];
  if (!source.isKeyAutoIncrement || !target.isKeyAutoIncrement) return false;
  if (largestKey === null || given === null || next === null || !/^-?\d+$/.test(largestKey)) return false;
  // A source that would collide itself (an UPDATE raised the key, or the type is exhausted) is no fault of the target.
  return BigInt(given) > BigInt(largestKey) && BigInt(next) <= BigInt(largestKey);
}

function sameColumns(a: NonNullable<FactsReading>, b: NonNullable<FactsReading>): boolean {
  return describeDefinitionDifference(a.definition, b.definition) === null;
}

function shown(key: string | null): string {
  return key ?? 'none';
}
