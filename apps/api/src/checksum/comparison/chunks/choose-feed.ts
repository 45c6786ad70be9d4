import type { ServerConnection } from '../../../connections/server-connection.js';
import type { Role } from '@cutover/contracts';
import { readOne, readTogether } from '../../../proof/read-pair.js';
import type { DigestPlan } from '../../dialects/mysql-family/digest/digest-plan.js';
import type { ChunkFeed, PlacedRange } from './chunk-feed.js';
import {
  boundaryStatement,
  keyColumnsOf,
  spanStatement,
  type SpanRow,
} from '../../dialects/mysql-family/chunks/chunk-statements.js';
import { GapFeed } from './gap-feed.js';
import { IntegerFeed, isDense, type IntegerSpan } from './integer-feed.js';
import { isDivisible, readKey, type KeyValues } from '../../dialects/mysql-family/chunks/key-column.js';
import { wholeRange, type KeyRange } from './key-range.js';
import type { ReadBounds } from '../../../proof/snapshot/read-pair.js';
import { KeysetFeed } from './keyset-feed.js';

/** Who is asked where the keys are; outside every snapshot. */
export interface FeedServers {
  source: ServerConnection;
  target: ServerConnection;
}

/**
 * How to walk what is left of a table with a key: by arithmetic where an integer key is dense, else from boundary to boundary.
 * `estimatedRows` decides only which; a wrong guess costs time, never a row.
 */
export async function chooseFeed(
  plan: DigestPlan,
  servers: FeedServers,
  estimatedRows: bigint,
  gaps: readonly PlacedRange[],
  bounds: ReadBounds,
): Promise<ChunkFeed> {
  const columns = keyColumnsOf(plan);
  if (isDivisible(columns)) {
    const span = await readSpan(plan, servers, estimatedRows, bounds);
    if (span !== null && isDense(span))
      return new GapFeed(gaps, ({ after, upTo }) => new IntegerFeed({ ...span, max: endOf(upTo, span.max) }, after));
  }
  const find = async (range: KeyRange, rows: number): Promise<KeyValues | null> => {
    const sql = boundaryStatement(plan, range, rows);
    const [row] = await readOne(
      'source',
      (_, signal) => servers.source.query<object>(sql, [], { ...bounds, signal }),
      bounds.signal,
    );
    return row === undefined ? null : readKey(row, columns);
  };
  return new GapFeed(
    gaps,
    ({ after, upTo }) => new KeysetFeed((from, rows) => find({ after: from, upTo }, rows), after),
  );
}

function endOf(upTo: KeyValues | null, max: bigint): bigint {
  return upTo === null ? max : BigInt(upTo[0] ?? max);
}

async function readSpan(
  plan: DigestPlan,
  { source, target }: FeedServers,
  rows: bigint,
  bounds: ReadBounds,
): Promise<IntegerSpan | null> {
  const sql = spanStatement(plan, wholeRange);
  const read = (role: Role, signal: AbortSignal): Promise<SpanRow[]> =>
    (role === 'source' ? source : target).query<SpanRow>(sql, [], { ...bounds, signal });
  const sides = await readTogether(read, bounds.signal);
  const ends = [sides.source, sides.target].flatMap(([row]) =>
    row === undefined || row.smallest === null || row.largest === null
      ? []
      : [BigInt(row.smallest), BigInt(row.largest)],
  );
  if (ends.length === 0) return null;
  const sorted = ends.sort((a, b) => (a < b ? -1 : 1));
  return { min: sorted[0] ?? 0n, max: sorted.at(-1) ?? 0n, rows };
}
