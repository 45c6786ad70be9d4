import type { RowDifference, RowDifferenceKind } from '@cutover/contracts';

const words: Record<RowDifferenceKind, string> = {
  missing: 'missing on the target',
  extra: 'on the target only',
  changed: 'changed',
};
/**
 * So many rows of each kind are named, and so many characters of each key value are shown: this is a sentence, not a
 * list.
 */
const namedRows = 2;
const longestValue = 40;

/** Pure: `1 row changed (id 17), 5 rows missing on the target (id 3, id 4, …)`; kinds without a row are left out. */
export function countedRows(
  counts: Readonly<Record<RowDifferenceKind, number>>,
  rows: readonly RowDifference[],
): string {
  const kinds = (['changed', 'missing', 'extra'] as const).filter((kind) => counts[kind] > 0);
  return kinds.map((kind) => `${numberOf(counts[kind])} ${words[kind]}${named(kind, counts[kind], rows)}`).join(', ');
}

const numberOf = (count: number): string => `${count} ${count === 1 ? 'row' : 'rows'}`;

function named(kind: RowDifferenceKind, count: number, rows: readonly RowDifference[]): string {
  // Without a key the whole row would have to be printed.
  const keys = rows.filter((row) => row.kind === kind && row.hasKey !== false).slice(0, namedRows);
  if (keys.length === 0) return '';
  const more = count > keys.length ? ', …' : '';
  return ` (${keys.map(({ key }) => keyText(key)).join(', ')}${more})`;
}

function keyText(key: RowDifference['key']): string {
  return Object.entries(key)
    .map(([column, value]) => `${column} ${shortened(value ?? 'NULL')}`)
    .join(' ');
}

/** A sentence holds no line breaks or other control characters. */
function shortened(value: string): string {
  const plain = value.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '·');
  return plain.length <= longestValue ? plain : `${plain.slice(0, longestValue)}…`;
}
