import type { RowDifferenceKind } from '@cutover/contracts';
import { keyText, type KeyValues } from '../chunks/key-range.js';

/** The digest of each row, by its key. */
export type RowDigests = ReadonlyMap<string, { key: KeyValues; digest: string }>;

/** A row that is not the same on both sides. */
export interface RowFault {
  kind: RowDifferenceKind;
  key: KeyValues;
}

/** Pure: the rows by key. Keys that differ in a byte are different rows, even where the collation calls them equal. */
export function rowDigests(rows: readonly { key: KeyValues; digest: string }[]): RowDigests {
  return new Map(rows.map((row) => [keyText(row.key), row]));
}

/** Pure: the rows that differ, in the order in which they were read. */
export function compareRows(source: RowDigests, target: RowDigests): RowFault[] {
  const faults: RowFault[] = [];
  for (const [text, { key, digest }] of source) {
    const other = target.get(text);
    if (other === undefined) faults.push({ kind: 'missing', key });
    else if (other.digest !== digest) faults.push({ kind: 'changed', key });
  }
  for (const [text, { key }] of target) if (!source.has(text)) faults.push({ kind: 'extra', key });
  return faults;
}
