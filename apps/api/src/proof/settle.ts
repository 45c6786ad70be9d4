import type { BothReadings, SettleReads, Settlement } from './settlement.js';

/**
 * The first comparison and three more. A table that is still being written after that is not worth more of the
 * servers' time.
 */
export const maxRounds = 4;

/**
 * Compares both sides until something is proved, or until it is known what prevents a proof. README.md says why each
 * answer is true.
 *
 * Equal readings prove that the target holds what the source held, in whatever order they were taken. Different
 * readings alone prove nothing. They are called diverged only when all of this was seen twice in a row: the position
 * of the source was read after its rows, the target passed that position, the target still differs, and the source
 * then reads the same as before.
 */
export async function settle<Reading, Aspect extends string>(
  reads: SettleReads<Reading, Aspect>,
): Promise<Settlement<Reading, Aspect>> {
  let anchor = await readAnchor(reads);
  let suspected: readonly Aspect[] = [];
  for (let round = 1; ; round++) {
    if (reads.differing(anchor.source, anchor.target).length === 0) return { kind: 'matched', ...anchor };
    const isLast = round === maxRounds;

    const awaited = await reads.sourcePosition();
    if (awaited === null) {
      if (isLast)
        return {
          kind: 'no-position',
          ...anchor,
          aspects: reads.differing(anchor.source, anchor.target),
          rounds: round,
        };
      await reads.pause(round);
      anchor = await readAnchor(reads);
      continue;
    }

    const { outcome, waitedMs } = await reads.waitForTarget(awaited);
    if (outcome !== 'reached') {
      const aspects = reads.differing(anchor.source, anchor.target);
      return { kind: 'lagging', ...anchor, position: awaited, aspects, outcome, waitedMs };
    }

    const target = await reads.readTarget();
    const before = reads.differing(anchor.source, target);
    if (before.length === 0) return { kind: 'matched', ...anchor, target };

    // The source is read after the target, never at the same time: what the target holds then lies between two
    // readings of the source.
    const position = await reads.sourcePosition();
    const source = await reads.readSource();
    const after = reads.differing(source, target);
    if (after.length === 0) return { kind: 'matched', source, target, position };

    const moved = reads.moved(anchor.source, source);
    const proved = before.filter((aspect) => after.includes(aspect) && !moved.includes(aspect));
    const confirmed = proved.filter((aspect) => suspected.includes(aspect));
    if (confirmed.length > 0) return { kind: 'diverged', source, target, position: awaited, aspects: confirmed };
    if (isLast) return { kind: 'moving', source, target, position: awaited, aspects: after, rounds: round };

    suspected = proved;
    await reads.pause(round);
    // A first difference is confirmed from the reading of the source that is already there. Without one, both sides
    // are read together once more: on a busy table that is the best chance to read both at one moment.
    anchor = proved.length > 0 ? { source, target, position } : await readAnchor(reads);
  }
}

type Anchor<Reading> = BothReadings<Reading> & { position: string | null };

/** The position is read before the rows, so that the rows are at least as new as the position. */
async function readAnchor<Reading, Aspect extends string>(
  reads: SettleReads<Reading, Aspect>,
): Promise<Anchor<Reading>> {
  const position = await reads.sourcePosition();
  return { ...(await reads.readBoth()), position };
}
