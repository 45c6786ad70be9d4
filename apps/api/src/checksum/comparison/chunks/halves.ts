import type { ServerConnection } from '../../../connections/server-connection.js';
import { readOne, readTogether } from '../../../proof/read-pair.js';
import type { ReadBounds } from '../../../proof/snapshot/read-pair.js';
import type { DigestPlan } from '../../dialects/mysql-family/digest/digest-plan.js';
import type { FeedServers } from './choose-feed.js';
import type { PlacedRange } from './chunk-feed.js';
import {
  boundaryStatement,
  countStatement,
  keyColumnsOf,
} from '../../dialects/mysql-family/chunks/chunk-statements.js';
import { readKey } from '../../dialects/mysql-family/chunks/key-column.js';

/** Both halves of a range, by rows of one server; the range itself when it cannot be divided. Rejects with SideUnreadable. */
export async function halves(
  plan: DigestPlan,
  server: ServerConnection,
  range: PlacedRange,
  rows: bigint,
  bounds: ReadBounds,
): Promise<PlacedRange[]> {
  const sql = boundaryStatement(plan, range, Math.ceil(Number(rows) / 2));
  const read = (_: unknown, signal: AbortSignal): Promise<object[]> =>
    server.query<object>(sql, [], { ...bounds, signal });
  const [row] = await readOne(server.role, read, bounds.signal);
  if (row === undefined) return [range];
  const middle = readKey(row, keyColumnsOf(plan));
  const { after, upTo, place = [] } = range;
  return [
    { after, upTo: middle, place: [...place, 0] },
    { after: middle, upTo, place: [...place, 1] },
  ];
}

/** Halves of a range of which nothing is known, by the side that has more rows; null where it has no more than `smallest`. Rejects with SideUnreadable. */
export async function countedHalves(
  plan: DigestPlan,
  servers: FeedServers,
  range: PlacedRange,
  smallest: number,
  bounds: ReadBounds,
): Promise<PlacedRange[] | null> {
  const sql = countStatement(plan, range);
  const counted = await readTogether(
    (role, signal) => servers[role].query<{ n: string | number }>(sql, [], { ...bounds, signal }),
    bounds.signal,
  );
  const [source, target] = [BigInt(counted.source[0]?.n ?? 0), BigInt(counted.target[0]?.n ?? 0)];
  const [role, rows] = source >= target ? (['source', source] as const) : (['target', target] as const);
  if (rows <= BigInt(smallest)) return null;
  const parts = await halves(plan, servers[role], range, rows, bounds);
  return parts.length === 1 ? null : parts;
}
