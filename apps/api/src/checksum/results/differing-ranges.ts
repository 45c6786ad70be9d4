import type { ChecksumResult } from '@cutover/contracts';
import { byPlace, type PlacedRange } from '../comparison/chunks/chunk-feed.js';
import type { ChunkRecord, RangesToRecheck } from '../comparison/exact-hooks.js';

/**
 * What a run does about a table that was proved different, because somebody may have repaired it since. `ranges`: looks
 * at its differing ranges before any other table. `first`: compares it first, because a look would cost as much.
 * `in-turn`: nothing in particular.
 */
export type Recheck = { kind: 'ranges'; only: RangesToRecheck } | { kind: 'first' } | { kind: 'in-turn' };

/** A table that differs in all its rows goes first if its comparison takes no longer than that. */
const shortMs = 60_000;

/** Pure: decides that from what is known of the table, and from the chunks of its last proof. */
export function recheckOf(known: ChecksumResult | null, chunks: readonly ChunkRecord[]): Recheck {
  // After an attempt that proved nothing a table waits its turn: it might take each round from all the others.
  if (known === null || known.lastAttempt) return { kind: 'in-turn' };
  if (known.repaired) return { kind: 'first' };
  if (known.verdict !== 'diverged') return { kind: 'in-turn' };
  const differing = chunks.filter(({ verdict }) => verdict === 'diverged');
  const [first] = differing;
  const isWhole = first === undefined || differing.some(({ range }) => range.after === null && range.upTo === null);
  if (isWhole) return known.durationMs <= shortMs ? { kind: 'first' } : { kind: 'in-turn' };
  const ranges = differing.map(({ range }) => range).sort(byPlace);
  return { kind: 'ranges', only: { ranges: ranges.map(placed), fingerprint: first.fingerprint } };
}

/**
 * New places in the order of the key. The old ones were given by the earlier comparison, and leave no room between them for
 * the ranges into which one is divided now.
 */
function placed({ after, upTo }: PlacedRange, index: number): PlacedRange {
  return { after, upTo, place: [index] };
}
