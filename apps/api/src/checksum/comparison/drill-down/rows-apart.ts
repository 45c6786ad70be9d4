import { ask } from '../../../proof/question.js';
import type { SnapshotPair } from '../../../proof/snapshot/held-pair.js';
import type { RowApart } from '../../../proof/snapshot/snapshot-dialect.js';
import { keyText, type KeyRange } from '../chunks/key-range.js';
import type { ComparedTable, RowValues } from '../table-plan.js';
import type { RowFinding } from './difference-log.js';
import type { DrillDown } from './drill-down.js';

/** The range without the rows that the snapshots of this pair need not show alike. */
export function withoutApart(range: KeyRange, table: ComparedTable, pair: SnapshotPair): KeyRange {
  const apart = apartOf(table, pair);
  return apart.length === 0 ? range : { ...range, without: apart.map(({ key }) => key) };
}

/**
 * Compares the rows that the digests of this pair leave out, and logs those that differ. Once for each pair is enough:
 * what the pair shows of them holds for all ranges. False when one differs. Rejects as the session on the target does.
 */
export async function compareApartOnce(drill: DrillDown, pair: SnapshotPair): Promise<boolean> {
  const { plan, bounds, log, chunkIndex, comparedApart } = drill;
  if (comparedApart.has(pair)) return true;
  const apart = apartOf(plan, pair);
  const known = apart.filter(({ isUndecided }) => isUndecided !== true);
  const differing: RowFinding[] = [];
  for (let start = 0; start < known.length; start += plan.rowsReadAtOnce) {
    const portion = known.slice(start, start + plan.rowsReadAtOnce);
    const onTarget = await ask(pair, 'target', plan.rowValues(portion.map(({ key }) => key)), bounds);
    differing.push(...differingRows(portion, onTarget, pair.position));
  }
  comparedApart.add(pair);
  for (const { key, isUndecided } of apart) if (isUndecided === true) drill.undecided.set(keyText(key), key);
  for (const finding of differing) await log.add({ ...finding, chunkIndex }, plan);
  return differing.length === 0;
}

/** Pure: those of these rows that the target has otherwise. */
export function differingRows(
  rows: readonly Pick<RowApart, 'key' | 'source'>[],
  onTarget: ReadonlyMap<string, RowValues>,
  position: string,
): RowFinding[] {
  return rows.flatMap(({ key, source: known }): RowFinding[] => {
    const target = onTarget.get(keyText(key)) ?? null;
    const source = known?.map((value, index) => (value === undefined ? (target?.[index] ?? null) : value)) ?? null;
    if (isSameRow(source, target)) return [];
    return [
      { kind: source === null ? 'extra' : target === null ? 'missing' : 'changed', key, source, target, position },
    ];
  });
}

/** Throws SnapshotsMissed where this pair does not show all rows of a table that has no key to leave them out by. */
export function requireNoneApart(table: ComparedTable, pair: SnapshotPair): void {
  apartOf(table, pair);
}

/** The rows of the table that the snapshots of this pair need not show alike. Throws SnapshotsMissed as RowsApart. */
export function apartOf({ database, table, key, columns }: ComparedTable, pair: SnapshotPair): readonly RowApart[] {
  const names = columns.map(({ name }) => name);
  return pair.apart?.({ database, table, key: key?.columns ?? null, columns: names }) ?? [];
}

function isSameRow(a: RowValues | null, b: RowValues | null): boolean {
  if (a === null || b === null) return a === b;
  return a.length === b.length && a.every((value, index) => value === b[index]);
}
