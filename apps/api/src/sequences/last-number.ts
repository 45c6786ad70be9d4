import type { SideSequence } from './sequences-dialect.js';

/** At least so many numbers are left out between what was read and what is set. */
const leastSteps = 1_000n;
/** This part of all numbers that were given out so far. */
const part = 10n;

/**
 * Pure: the number that should count as given out on the target, for the source to stay behind it while it is written.
 *
 * A tenth of all that a sequence has given out so far lasts for about a tenth of the time that it has been in use: years of use
 * give weeks until the freeze, without knowing how fast it goes. It is never more than a tenth of what is left, so that a
 * sequence near its end is not used up by it. The steps are whole ones, for sequences that leave out numbers of others.
 * @param inColumn what stands in the column of the target already
 */
export function lastNumberToSet(source: SideSequence, inColumn: bigint | null): bigint | null {
  const { next, start, increment, smallest, largest } = source;
  if (next === null) return null;
  const given = next - increment;
  const used = magnitude(next - start) / magnitude(increment);
  const left = (increment > 0n ? largest - given : given - smallest) / magnitude(increment);
  const wanted = used / part > leastSteps ? used / part : leastSteps;
  const margin = wanted < left / part ? wanted : left / part;
  const raised = given + (margin > 0n ? margin : 0n) * increment;
  return inColumn !== null && isFurther(inColumn, raised, increment) ? inColumn : raised;
}

/** Pure: whether a number comes after another one in the direction of a sequence. */
export function isFurther(number: bigint, than: bigint, increment: bigint): boolean {
  return increment > 0n ? number > than : number < than;
}

function magnitude(number: bigint): bigint {
  return number < 0n ? -number : number;
}
