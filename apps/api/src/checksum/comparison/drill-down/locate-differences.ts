import { ask, askBoth } from '../../../proof/question.js';
import type { BothReadings } from '../../../proof/settlement.js';
import type { SnapshotPair } from '../../../proof/snapshot/held-pair.js';
import { keyText, type KeyRange, type KeyValues } from '../chunks/key-range.js';
import { emptyDigest, isSameDigest, type RangeDigest } from '../range-digest.js';
import type { DrillDown } from './drill-down.js';
import { compareRows, type RowFault } from './row-comparison.js';
import { compareApartOnce, withoutApart } from './rows-apart.js';
import { evenParts, partRange } from './split-range.js';

/** A range with at most so many rows is compared row by row, and not divided further. */
const leafRows = 1_000n;
/** A range of a key that is no integer is cut into so many pieces. Where they end must be looked up. */
const pieces = 8n;

/** A range, and what is known of it in the present pair. */
interface Item {
  range: KeyRange;
  digests: BothReadings<RangeDigest> | null;
}

/**
 * Names the rows that differ in a range that was proved to differ, as the same pair of snapshots shows them. When the
 * pair grows too old, the rest is read in a new one, which proves as much. Rejects as the pair does.
 */
export async function locateDifferences(
  drill: DrillDown,
  range: KeyRange,
  digests: BothReadings<RangeDigest>,
): Promise<void> {
  const items: Item[] = [{ range, digests }];
  let first: SnapshotPair | null = null;
  for (let item = items.pop(); item !== undefined; item = items.pop()) {
    if (drill.log.isFull) {
      drill.log.isComplete = false;
      return;
    }
    const pair = await drill.pair();
    first ??= pair;
    await compareApartOnce(drill, pair);
    const known = item.digests !== null && pair === first ? item.digests : await digestBoth(drill, pair, item.range);
    if (isSameDigest(known.source, known.target)) continue;
    if (known.source.rows <= leafRows && known.target.rows <= leafRows) await compareRange(drill, pair, item.range);
    else items.push(...(await split(drill, pair, item.range, known)).reverse());
  }
}

/** Digest of one range in both snapshots. */
export function digestBoth(
  { plan, bounds }: Pick<DrillDown, 'plan' | 'bounds'>,
  pair: SnapshotPair,
  range: KeyRange,
): Promise<BothReadings<RangeDigest>> {
  return askBoth(pair, plan.rangeDigest(withoutApart(range, plan, pair)), bounds);
}

async function split(
  drill: DrillDown,
  pair: SnapshotPair,
  range: KeyRange,
  known: BothReadings<RangeDigest>,
): Promise<Item[]> {
  return drill.plan.isDivisible ? divide(drill, pair, range, known) : cut(drill, pair, range, known);
}

/** For integer keys: one scan answers the digests of all parts, and only parts that differ are read again. */
async function divide(
  { plan, bounds }: DrillDown,
  pair: SnapshotPair,
  range: KeyRange,
  known: BothReadings<RangeDigest>,
): Promise<Item[]> {
  const spans = await askBoth(pair, plan.span(range), bounds);
  const ends = [spans.source, spans.target].flatMap((span) => (span === null ? [] : [span.smallest, span.largest]));
  const sorted = ends.sort((a, b) => (a < b ? -1 : 1));
  const rows = known.source.rows > known.target.rows ? known.source.rows : known.target.rows;
  const parts = evenParts(sorted[0] ?? 0n, sorted.at(-1) ?? 0n, rows);
  const { source, target } = await askBoth(pair, plan.partDigests(withoutApart(range, plan, pair), parts), bounds);
  const indexes = [...new Set([...source.keys(), ...target.keys()])].map(BigInt).sort((a, b) => (a < b ? -1 : 1));
  return indexes.flatMap((index): Item[] => {
    const part = String(index);
    const both = { source: source.get(part) ?? emptyDigest, target: target.get(part) ?? emptyDigest };
    return isSameDigest(both.source, both.target) ? [] : [{ range: partRange(parts, index), digests: both }];
  });
}

/** For other keys: the side that has more rows says where the pieces end. */
async function cut(
  { plan, bounds }: DrillDown,
  pair: SnapshotPair,
  range: KeyRange,
  { source, target }: BothReadings<RangeDigest>,
): Promise<Item[]> {
  const role = source.rows >= target.rows ? 'source' : 'target';
  const rows = role === 'source' ? source.rows : target.rows;
  const step = Number((rows + pieces - 1n) / pieces);
  const items: Item[] = [];
  let after: KeyValues | null = range.after;
  for (let piece = 1n; piece < pieces; piece++) {
    const upTo: KeyValues | null = await ask(pair, role, plan.boundary({ after, upTo: range.upTo }, step), bounds);
    if (upTo === null) break;
    items.push({ range: { after, upTo }, digests: null });
    after = upTo;
  }
  return [...items, { range: { after, upTo: range.upTo }, digests: null }];
}

async function compareRange(drill: DrillDown, pair: SnapshotPair, range: KeyRange): Promise<void> {
  const { plan, bounds, log } = drill;
  const { source, target } = await askBoth(pair, plan.rowDigests(withoutApart(range, plan, pair)), bounds);
  const faults = compareRows(source, target);
  if (faults.length > log.room) log.isComplete = false;
  const named = faults.slice(0, log.room);
  const atOnce = plan.rowsReadAtOnce;
  for (let start = 0; start < named.length; start += atOnce)
    await logFaults(drill, pair, named.slice(start, start + atOnce));
}

async function logFaults(
  { plan, bounds, log, chunkIndex }: DrillDown,
  pair: SnapshotPair,
  faults: readonly RowFault[],
): Promise<void> {
  const keys = faults.map(({ key }) => key);
  const { source, target } = await askBoth(pair, plan.rowValues(keys), bounds);
  const { position } = pair;
  for (const { kind, key } of faults) {
    const [ours, theirs] = [source.get(keyText(key)) ?? null, target.get(keyText(key)) ?? null];
    await log.add({ kind, key, source: ours, target: theirs, position, chunkIndex }, plan);
  }
}
