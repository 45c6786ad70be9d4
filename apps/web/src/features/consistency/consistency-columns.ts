import type { ConsistencyResult, Engine, TableFacts } from '@cutover/contracts';
import { formatInteger } from '../../format/figures.js';
import { verdictRank } from '../../looks/verdict-look.js';
import type { TableColumn } from '../../ui/sort-rows.js';

export type Difference = ConsistencyResult['differences'][number];

/** What differs, in words. */
export const differenceWords: Record<Difference, string> = {
  rows: 'row count',
  smallestKey: 'smallest key',
  largestKey: 'largest key',
  autoIncrement: 'AUTO_INCREMENT',
  columns: 'columns',
  presence: 'present on one side only',
};

const columns: TableColumn<ConsistencyResult>[] = [
  { key: 'table', label: 'Table', sortValue: (result) => result.table },
  { key: 'verdict', label: 'Verdict', sortValue: (result) => verdictRank[result.verdict] },
  {
    key: 'rows',
    label: 'Rows',
    align: 'end',
    sortValue: ({ source }) => (source?.rows == null ? null : BigInt(source.rows)),
  },
  { key: 'keys', label: 'Keys', align: 'end' },
  { key: 'autoIncrement', label: 'AUTO_INCREMENT', align: 'end' },
  { key: 'age', label: 'Checked', align: 'end', sortValue: (result) => -Date.parse(result.checkedAt) },
];

/** What the table shows. PostgreSQL has no AUTO_INCREMENT: its sequences have a section of their own. */
export function consistencyColumnsOf(engine: Engine): TableColumn<ConsistencyResult>[] {
  return engine === 'postgres' ? columns.filter(({ key }) => key !== 'autoIncrement') : columns;
}

/** A fact of one side as text. `unknown`: the table is not there, or could not be read. */
export function factText(
  facts: TableFacts | null,
  fact: 'rows' | 'autoIncrement' | 'keys',
): { text: string; isKnown: boolean } {
  if (facts === null) return { text: 'unknown', isKnown: false };
  if (fact === 'keys') {
    const { smallestKey, largestKey } = facts;
    return smallestKey === null || largestKey === null
      ? { text: '—', isKnown: false }
      : { text: `${formatInteger(smallestKey)} … ${formatInteger(largestKey)}`, isKnown: true };
  }
  const value = formatInteger(facts[fact]);
  if (value !== null) return { text: value, isKnown: true };
  return { text: fact === 'rows' ? 'unknown' : '—', isKnown: false };
}
