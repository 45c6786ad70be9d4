import type { BothReadings, SettleReads, Settlement } from './settlement.js';

/** The first comparison and three more; a table that is still being written then is not worth the servers' time. */
export const maxRounds = 4;

/**
 * Compares both sides until something is proved, or says what prevents it. See README.md for why each answer is true.
 *
 * Equal readings, in whatever order they were taken, prove that the target holds what the source held. Different readings
 * prove nothing by themselves: only when the target has passed a position that was read after the source, still differs,
 * and the source reads the same again afterwards, twice in a row, is it called diverged.
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

    // The source is read strictly after the target: what the target holds then lies between these two source readings.
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
    // A suspicion is confirmed from where the source stands; otherwise both are read together once more, which on a busy
    // table is the likeliest way to meet it at one moment.
    anchor = proved.length > 0 ? { source, target, position } : await readAnchor(reads);
  }
}

type Anchor<Reading> = BothReadings<Reading> & { position: string | null };

/** The position is read first, so that what the source then shows is no older than it. */
async function readAnchor<Reading, Aspect extends string>(
  reads: SettleReads<Reading, Aspect>,
): Promise<Anchor<Reading>> {
  const position = await reads.sourcePosition();
  return { ...(await reads.readBoth()), position };
}
