import {
  boundaryStatement,
  keyColumnsOf,
  rowDigestsStatement,
  spanStatement,
  type SpanRow,
} from '../../dialects/mysql-family/chunks/chunk-statements.js';
import { isDivisible, readKey, type KeyValues } from '../../dialects/mysql-family/chunks/key-column.js';
import type { KeyRange } from '../chunks/key-range.js';
import {
  isSameDigest,
  readRangeDigest,
  type DigestPlan,
  type RangeDigest,
} from '../../dialects/mysql-family/digest/digest-plan.js';
import type { SnapshotPair } from '../../../proof/snapshot/pair-holder.js';
import { readPair, readRole, type ReadBounds } from '../../../proof/snapshot/read-pair.js';
import type { BothReadings } from '../../../proof/settlement.js';
import type { DifferenceLog } from './difference-log.js';
import { compareRows, rowDigests, type RowDigests, type RowFault } from './row-comparison.js';
import { keyText, rowsReadAtOnce, valuesByKey, valuesStatement, type RowValues } from './row-values.js';
import { evenParts, partDigestsStatement, partRange, rangeDigestStatement } from './split-range.js';

/** Rows that are compared one by one, rather than divided further. */
const leafRows = 1_000n;
/** A range that cannot be divided by arithmetic is cut in so many pieces, whose ends must be looked up. */
const pieces = 8n;

/** What a drill-down needs. */
export interface DrillDown {
  plan: DigestPlan;
  /** A pair young enough to begin with; usually the one that showed the difference. */
  pair: () => Promise<SnapshotPair>;
  bounds: ReadBounds;
  log: DifferenceLog;
  /** See RowFinding. */
  chunkIndex?: number;
}

/** A range with what is known of it in the present pair. */
interface Item {
  range: KeyRange;
  digests: BothReadings<RangeDigest> | null;
}

/**
 * Names the rows that differ in a range that was proved to differ, inside the same pair of snapshots. Should the pair grow
 * too old, what is left is looked at in a new one, which proves as much. Rejects as the pair does.
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
    const known = item.digests !== null && pair === first ? item.digests : await digestBoth(drill, pair, item.range);
    if (isSameDigest(known.source, known.target)) continue;
    if (known.source.rows <= leafRows && known.target.rows <= leafRows) await compareRange(drill, pair, item.range);
    else items.push(...(await split(drill, pair, item.range, known)).reverse());
  }
}

/** Digest of one range in both snapshots. */
export async function digestBoth(
  { plan, bounds }: Pick<DrillDown, 'plan' | 'bounds'>,
  pair: SnapshotPair,
  range: KeyRange,
): Promise<BothReadings<RangeDigest>> {
  const { source, target } = await readPair(pair, rangeDigestStatement(plan, range), bounds);
  return { source: readRangeDigest(source[0]), target: readRangeDigest(target[0]) };
}

async function split(
  drill: DrillDown,
  pair: SnapshotPair,
  range: KeyRange,
  known: BothReadings<RangeDigest>,
): Promise<Item[]> {
  return isDivisible(keyColumnsOf(drill.plan)) ? divide(drill, pair, range, known) : cut(drill, pair, range, known);
}

/** Integer keys: one scan answers the digests of all parts, and only those that differ are looked at again. */
async function divide(
  { plan, bounds }: DrillDown,
  pair: SnapshotPair,
  range: KeyRange,
  known: BothReadings<RangeDigest>,
): Promise<Item[]> {
  const spans = await readPair(pair, spanStatement(plan, range), bounds);
  const ends = [spans.source[0], spans.target[0]].flatMap((row) => {
    const { smallest, largest } = row as SpanRow;
    return smallest === null || largest === null ? [] : [BigInt(smallest), BigInt(largest)];
  });
  const sorted = ends.sort((a, b) => (a < b ? -1 : 1));
  const rows = known.source.rows > known.target.rows ? known.source.rows : known.target.rows;
  const parts = evenParts(sorted[0] ?? 0n, sorted.at(-1) ?? 0n, rows);
  const digests = await readPair(pair, partDigestsStatement(plan, range, parts), bounds);
  const [source, target] = [partMap(digests.source), partMap(digests.target)];
  const indexes = [...new Set([...source.keys(), ...target.keys()])].map(BigInt).sort((a, b) => (a < b ? -1 : 1));
  return indexes.flatMap((index): Item[] => {
    const both = { source: source.get(String(index)) ?? nothing, target: target.get(String(index)) ?? nothing };
    return isSameDigest(both.source, both.target) ? [] : [{ range: partRange(parts, index), digests: both }];
  });
}

const nothing: RangeDigest = { rows: 0n, digest: '0' };

function partMap(rows: readonly object[]): Map<string, RangeDigest> {
  return new Map(rows.map((row) => [String((row as { part: unknown }).part), readRangeDigest(row)]));
}

/** Other keys: the side with more rows says where the pieces end. */
async function cut(
  { plan, bounds }: DrillDown,
  pair: SnapshotPair,
  range: KeyRange,
  { source, target }: BothReadings<RangeDigest>,
): Promise<Item[]> {
  const role = source.rows >= target.rows ? 'source' : 'target';
  const rows = role === 'source' ? source.rows : target.rows;
  const step = Number((rows + pieces - 1n) / pieces);
  const columns = keyColumnsOf(plan);
  const items: Item[] = [];
  let after: KeyValues | null = range.after;
  for (let piece = 1n; piece < pieces; piece++) {
    const [row] = await readRole(pair, role, boundaryStatement(plan, { after, upTo: range.upTo }, step), bounds);
    if (row === undefined) break;
    const upTo = readKey(row, columns);
    items.push({ range: { after, upTo }, digests: null });
    after = upTo;
  }
  return [...items, { range: { after, upTo: range.upTo }, digests: null }];
}

async function compareRange(drill: DrillDown, pair: SnapshotPair, range: KeyRange): Promise<void> {
  const { plan, bounds, log } = drill;
  const { source, target } = await readPair(pair, rowDigestsStatement(plan, range), bounds);
  const faults = compareRows(readRowDigests(source, plan), readRowDigests(target, plan));
  if (faults.length > log.room) log.isComplete = false;
  const named = faults.slice(0, log.room);
  const atOnce = rowsReadAtOnce(plan);
  for (let start = 0; start < named.length; start += atOnce)
    await logFaults(drill, pair, named.slice(start, start + atOnce));
}

/** Reads key and digest of each row. */
export function readRowDigests(rows: readonly object[], plan: DigestPlan): RowDigests {
  const columns = keyColumnsOf(plan);
  return rowDigests(
    rows.map((row) => ({ key: readKey(row, columns), digest: String((row as { digest: unknown }).digest) })),
  );
}

async function logFaults(
  { plan, bounds, log, chunkIndex }: DrillDown,
  pair: SnapshotPair,
  faults: readonly RowFault[],
): Promise<void> {
  const sql = valuesStatement(
    plan,
    faults.map(({ key }) => key),
  );
  const both = await readPair(pair, sql, bounds);
  const [source, target] = [valuesByKey(both.source, plan), valuesByKey(both.target, plan)];
  for (const { kind, key } of faults) {
    const values = (rows: ReadonlyMap<string, RowValues>): RowValues | null => rows.get(keyText(key)) ?? null;
    const { position } = pair;
    await log.add({ kind, key, source: values(source), target: values(target), position, chunkIndex }, plan);
  }
}
