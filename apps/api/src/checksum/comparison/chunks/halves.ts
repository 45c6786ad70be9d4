import type { ServerConnection } from '@cutover/databases';
import { ask, askBoth, type ReadBounds } from '../../../proof/question.js';
import { readOne } from '../../../proof/read-pair.js';
import type { TablePlan } from '../table-plan.js';
import type { FeedServers } from './choose-feed.js';
import type { PlacedRange } from './chunk-feed.js';

/**
 * Both halves of a range, by the rows of one server; the range itself when it cannot be divided. Rejects with
 * SideUnreadable.
 */
export async function halves(
  plan: TablePlan,
  server: ServerConnection,
  range: PlacedRange,
  rows: bigint,
  bounds: ReadBounds,
): Promise<PlacedRange[]> {
  const question = plan.boundary(range, Math.ceil(Number(rows) / 2));
  const middle = await readOne(server.role, (_, signal) => ask(server, question, { ...bounds, signal }), bounds.signal);
  if (middle === null) return [range];
  const { after, upTo, place = [] } = range;
  return [
    { after, upTo: middle, place: [...place, 0] },
    { after: middle, upTo, place: [...place, 1] },
  ];
}

/**
 * Counts a range on both sides, and halves it by the side that has more rows; null where it has no more than
 * `smallest`. Rejects with SideUnreadable.
 */
export async function countedHalves(
  plan: TablePlan,
  servers: FeedServers,
  range: PlacedRange,
  smallest: number,
  bounds: ReadBounds,
): Promise<PlacedRange[] | null> {
  const { source, target } = await askBoth(servers, plan.rowCount(range), bounds);
  const [role, rows] = source >= target ? (['source', source] as const) : (['target', target] as const);
  if (rows <= BigInt(smallest)) return null;
  const parts = await halves(plan, servers[role], range, rows, bounds);
  return parts.length === 1 ? null : parts;
}
