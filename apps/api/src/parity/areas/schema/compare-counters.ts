import type { ParityDifference } from '@cutover/contracts';
import type { MakeScript } from './compare-sides.js';
import type { SchemaCounter } from './schema-object.js';

/**
 * Rows bring their numbers: a counter is above every row that was replicated, so that a lower one gives no key twice. It is behind by
 * the numbers that the source gave out and did not keep (a roll back, INSERT IGNORE) or keeps for statements to come, now and when the
 * source stands still, and a little of that is ordinary. So many numbers as its kind may be ahead, or this part of all, are not:
 * somebody has set the counter on one side.
 */
const ordinaryPart = 10n;
/** Percent of a type that may be used up before somebody should know. */
const usedUpPercent = 80n;

/**
 * Pure: counters of the target that are behind those of the source, and counters that come to their end. That the next number of the
 * target is in use already is told by the consistency check, which reads the largest key.
 */
export function compareCounters(
  source: readonly SchemaCounter[],
  target: readonly SchemaCounter[],
  script: MakeScript,
): ParityDifference[] {
  const onTarget = new Map(target.map((counter) => [counter.object, counter]));
  return source.flatMap((mine) => {
    const other = onTarget.get(mine.object);
    if (other === undefined) return [];
    const behind = distance(mine, other);
    return [...(behind > 0n ? [lagging(mine, other, behind, script)] : []), ...usedUp(mine, other)];
  });
}

function distance(source: SchemaCounter, target: SchemaCounter): bigint {
  return source.isDescending ? target.next - source.next : source.next - target.next;
}

function lagging(source: SchemaCounter, target: SchemaCounter, behind: bigint, script: MakeScript): ParityDifference {
  const magnitude = source.next < 0n ? -source.next : source.next;
  const part = magnitude / ordinaryPart;
  const limit = part > source.mayBeAhead ? part : source.mayBeAhead;
  return {
    ...headOf(source, 'counter'),
    ...{ source: `at ${source.next}`, target: `at ${target.next}` },
    why: `The target would give out ${behind} numbers again that the source has given out and kept no row of: what refers to them elsewhere (a log, another system) would get another meaning. A number whose row is there is consistency-diverged.`,
    mend: {
      ...{ on: 'target', statements: script(source.raiseTo(source.next)) },
      note: 'It moves on with the source: run it again when the source stands still, before the target takes writes.',
    },
    blocks: behind > limit,
  };
}

function usedUp(source: SchemaCounter, target: SchemaCounter): ParityDifference[] {
  const { largest, isDescending, cycles } = target;
  if (isDescending || cycles || largest <= 0n) return [];
  const next = source.next > target.next ? source.next : target.next;
  const percent = (next * 100n) / largest;
  if (percent < usedUpPercent) return [];
  const text = (counter: SchemaCounter): string => `${counter.next} of ${counter.largest}`;
  return [
    {
      ...headOf(target, 'headroom'),
      ...{ source: text(source), target: text(target) },
      why: `${percent > 100n ? 100n : percent} % of the numbers are used up; at the end each INSERT fails, on either side. Give the column a wider type on the source (BIGINT UNSIGNED, say) while there is time: replication brings it to the target.`,
      mend: null,
      blocks: false,
    },
  ];
}

function headOf(
  { object, part }: SchemaCounter,
  kind: string,
): Pick<ParityDifference, 'id' | 'area' | 'kind' | 'object' | 'part'> {
  return { id: `schema/${kind}/${object}/${part}`, area: 'schema', kind, object, part };
}
