import type { Role } from '@cutover/contracts';
import type { ServerConnection } from '@cutover/databases';
import { ask, askBoth, type ReadBounds } from '../../../proof/question.js';
import { readOne } from '../../../proof/read-pair.js';
import type { TablePlan } from '../table-plan.js';
import type { ChunkFeed, PlacedRange } from './chunk-feed.js';
import { GapFeed } from './gap-feed.js';
import { IntegerFeed, isDense, type IntegerSpan } from './integer-feed.js';
import { wholeRange, type KeyRange, type KeyValues } from './key-range.js';
import { KeysetFeed } from './keyset-feed.js';

/** The servers that are asked where ranges end. They are asked outside of snapshots. */
export type FeedServers = Readonly<Record<Role, ServerConnection>>;

/**
 * Chooses how the rest of a table with a key is divided into ranges: by arithmetic where its key is a dense integer,
 * else by looking up where each range ends. `estimatedRows` only decides between the two: a wrong guess costs time,
 * and no row is missed.
 */
export async function chooseFeed(
  plan: TablePlan,
  servers: FeedServers,
  estimatedRows: bigint,
  gaps: readonly PlacedRange[],
  bounds: ReadBounds,
): Promise<ChunkFeed> {
  if (plan.isDivisible) {
    const span = await readSpan(plan, servers, estimatedRows, bounds);
    if (span !== null && isDense(span))
      return new GapFeed(gaps, ({ after, upTo }) => new IntegerFeed({ ...span, max: endOf(upTo, span.max) }, after));
  }
  const find = (range: KeyRange, rows: number): Promise<KeyValues | null> => {
    const question = plan.boundary(range, rows);
    const read = (_: Role, signal: AbortSignal): Promise<KeyValues | null> =>
      ask(servers, 'source', question, { ...bounds, signal });
    return readOne('source', read, bounds.signal);
  };
  return new GapFeed(
    gaps,
    ({ after, upTo }) => new KeysetFeed((from, rows) => find({ after: from, upTo }, rows), after, estimatedRows),
  );
}

function endOf(upTo: KeyValues | null, max: bigint): bigint {
  return upTo === null ? max : BigInt(upTo[0] ?? max);
}

async function readSpan(
  plan: TablePlan,
  servers: FeedServers,
  rows: bigint,
  bounds: ReadBounds,
): Promise<IntegerSpan | null> {
  const { source, target } = await askBoth(servers, plan.span(wholeRange), bounds);
  const ends = [source, target].flatMap((span) => (span === null ? [] : [span.smallest, span.largest]));
  if (ends.length === 0) return null;
  const sorted = ends.sort((a, b) => (a < b ? -1 : 1));
  return { min: sorted[0] ?? 0n, max: sorted.at(-1) ?? 0n, rows };
}
