import type { ServerConnection } from '../../../connections/server-connection.js';
import { boundaryStatement, keyColumnsOf } from '../chunks/chunk-statements.js';
import { readKey } from '../chunks/key-column.js';
import type { KeyRange } from '../chunks/key-range.js';
import type { DigestPlan } from '../digest/digest-plan.js';
import { readOne } from '../../../proof/read-pair.js';
import type { ReadBounds } from '../../../proof/snapshot/read-pair.js';

/** Both halves of a range, by rows of the source; the range itself when it cannot be divided. Rejects with SideUnreadable. */
export async function halves(
  plan: DigestPlan,
  source: ServerConnection,
  range: KeyRange,
  rows: bigint,
  bounds: ReadBounds,
): Promise<KeyRange[]> {
  const sql = boundaryStatement(plan, range, Math.ceil(Number(rows) / 2));
  const read = (_: unknown, signal: AbortSignal): Promise<object[]> =>
    source.query<object>(sql, [], { ...bounds, signal });
  const [row] = await readOne('source', read, bounds.signal);
  if (row === undefined) return [range];
  const middle = readKey(row, keyColumnsOf(plan));
  return [
    { after: range.after, upTo: middle },
    { after: middle, upTo: range.upTo },
  ];
}
