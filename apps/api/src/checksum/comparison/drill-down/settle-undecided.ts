import { askBoth } from '../../../proof/question.js';
import type { SnapshotPair } from '../../../proof/snapshot/held-pair.js';
import { keyText, type KeyValues } from '../chunks/key-range.js';
import type { DrillDown } from './drill-down.js';
import { apartOf, differingRows } from './rows-apart.js';

/** A row that is undecided in so many pairs is written all the time. */
const mostPairs = 20;

/** What became of the rows that were undecided. */
export interface Settled {
  isSame: boolean;
  /** Rows that no pair decided. */
  left: readonly KeyValues[];
}

/**
 * Compares the rows that were in flight when the pairs of a range were taken, in one new pair after the other, until each was at
 * rest in one. Those that differ are logged. `renew` answers a new pair. Rejects as the pairs do.
 */
export async function settleUndecided(drill: DrillDown, renew: () => Promise<SnapshotPair>): Promise<Settled> {
  const { undecided } = drill;
  let isSame = true;
  for (let pairs = 0; undecided.size > 0 && pairs < mostPairs; pairs++) {
    const pair = await renew();
    const apart = new Map(apartOf(drill.plan, pair).map((row) => [keyText(row.key), row]));
    const decided = [...undecided].filter(([text]) => apart.get(text)?.isUndecided !== true);
    for (let start = 0; start < decided.length; start += drill.plan.rowsReadAtOnce) {
      const portion = decided.slice(start, start + drill.plan.rowsReadAtOnce);
      const keys = portion.map(([, key]) => key);
      const { source, target } = await askBoth(pair, drill.plan.rowValues(keys), drill.bounds);
      const rows = portion.map(([text, key]) => apart.get(text) ?? { key, source: source.get(text) ?? null });
      const differing = differingRows(rows, target, pair.position);
      isSame &&= differing.length === 0;
      for (const finding of differing) await drill.log.add({ ...finding, chunkIndex: drill.chunkIndex }, drill.plan);
      for (const [text] of portion) undecided.delete(text);
    }
  }
  return { isSame, left: [...undecided.values()] };
}
