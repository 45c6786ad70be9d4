import type { Sequence, SequenceState } from '@cutover/contracts';
import { printTableName } from '@cutover/databases';
import { isFurther, lastNumberToSet } from './last-number.js';
import type { SequencesDialect, SideSequence } from './sequences-dialect.js';

type Statements = Pick<SequencesDialect, 'raise' | 'moveTo'>;

/** One sequence of the source beside its own of the target. */
export interface ComparedSequence extends Omit<Sequence, 'state'> {
  /** null: its value is good. */
  state: SequenceState | null;
  /** A statement that does no harm where none is needed: where a sequence that begins anew at its end goes on. */
  optional: string | null;
}

/**
 * Pure: every sequence of the source with what it would do on the target. A sequence that belongs to a column is the one of that
 * column on the target, whatever it is called there: the names that a server makes differ by what existed before.
 */
export function compareSequences(
  source: readonly SideSequence[],
  target: readonly SideSequence[],
  dialect: Statements,
): ComparedSequence[] {
  const byColumn = new Map(target.flatMap((each) => (each.owner ? [[columnOf(each), each] as const] : [])));
  const byName = new Map(target.map((each) => [nameOf(each), each]));
  return source.map((mine) => {
    const other = (mine.owner ? byColumn.get(columnOf(mine)) : undefined) ?? byName.get(nameOf(mine));
    const told = {
      ...{ name: nameOf(mine), column: columnOf(mine), source: numberText(mine.next) },
      ...{ target: numberText(other?.next ?? null), inColumn: numberText(other?.inColumn ?? null) },
      ...{ obstacle: null, statements: [], optional: null },
    };
    return other === undefined ? { ...told, state: 'missing' } : { ...told, ...judge(mine, other, dialect) };
  });
}

function judge(
  source: SideSequence,
  target: SideSequence,
  dialect: Statements,
): Pick<ComparedSequence, 'state'> & Partial<ComparedSequence> {
  const state = stateOf(source, target);
  if (source.cycles) {
    const isSame = source.next === null || source.next === target.next;
    return { state, optional: isSame ? null : dialect.moveTo(target, (source.next ?? 0n) - source.increment) };
  }
  const last = state === 'behind' || state === 'in-use' ? lastNumberToSet(source, target.inColumn) : null;
  if (last === null) return { state };
  const { smallest, largest } = target;
  if (last < smallest || last > largest)
    return {
      state,
      obstacle: `it counts from ${smallest} to ${largest} on the target, and would have to stand at ${last}`,
    };
  return { state, statements: [dialect.raise(target, last)] };
}

/**
 * null: good. One that begins anew at its end gives out numbers again by its nature, so that nothing can rest on each being given
 * out once: it is never behind.
 */
function stateOf(source: SideSequence, target: SideSequence): SequenceState | null {
  if (source.next === null || target.next === null) return 'unknown';
  if (source.cycles) return null;
  if (isFurther(source.next, target.next, source.increment)) return 'behind';
  const isTaken = target.inColumn !== null && !isFurther(target.next, target.inColumn, source.increment);
  return isTaken ? 'in-use' : null;
}

/** Pure: `schema.name`. */
function nameOf({ schema, name }: SideSequence): string {
  return printTableName({ database: schema, name });
}

/** Pure: `schema.table.column`; null: it belongs to none. */
function columnOf({ owner }: SideSequence): string | null {
  return owner === null ? null : `${printTableName({ database: owner.schema, name: owner.table })}.${owner.column}`;
}

function numberText(number: bigint | null): string | null {
  return number === null ? null : String(number);
}
