import { ask, askBoth, type ReadBounds } from '../../../proof/question.js';
import { readOne } from '../../../proof/read-pair.js';
import type { BothReadings } from '../../../proof/settlement.js';
import type { TablePlan } from '../table-plan.js';
import type { FeedServers } from './choose-feed.js';
import type { PlacedRange } from './chunk-feed.js';
import { isSameKey } from './key-range.js';

/**
 * A range is not divided more often than this. A half holds at most half the rows of the side that has more, so at most
 * three quarters of all rows on both sides: 64 divisions bring 10^11 rows down to a thousand. More are only ever wanted
 * in a range that grows faster than it is divided.
 */
export const mostDivisions = 64;

/**
 * Both halves of a range, by the rows of the side that has more of them: where one side has a long stretch of rows that
 * the other lacks, only its own keys divide it. null when it cannot be divided: rows were deleted since they were
 * counted, so that no key lies in the middle any more. Rejects with SideUnreadable.
 */
export async function halves(
  plan: TablePlan,
  servers: FeedServers,
  range: PlacedRange,
  { source, target }: BothReadings<bigint>,
  bounds: ReadBounds,
): Promise<PlacedRange[] | null> {
  const [role, rows] = source >= target ? (['source', source] as const) : (['target', target] as const);
  const question = plan.boundary(range, Math.ceil(Number(rows) / 2));
  const middle = await readOne(role, (_, signal) => ask(servers, role, question, { ...bounds, signal }), bounds.signal);
  // A half that ends where the range ends is the range itself.
  if (middle === null || isSameKey(middle, range.upTo)) return null;
  const { after, upTo, place = [] } = range;
  return [
    { after, upTo: middle, place: [...place, 0] },
    { after: middle, upTo, place: [...place, 1] },
  ];
}

/**
 * Counts a range on both sides, and halves it; null where neither side has more than `least` rows, or where it cannot
 * be divided. Rejects with SideUnreadable.
 */
export async function countedHalves(
  plan: TablePlan,
  servers: FeedServers,
  range: PlacedRange,
  least: number,
  bounds: ReadBounds,
): Promise<PlacedRange[] | null> {
  const rows = await askBoth(servers, plan.rowCount(range), bounds);
  if (rows.source <= BigInt(least) && rows.target <= BigInt(least)) return null;
  return halves(plan, servers, range, rows, bounds);
}
