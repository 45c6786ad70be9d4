import type { ChecksumResult } from '@cutover/contracts';
import { verdictRank } from '../../looks/verdict-look.js';
import type { TableColumn } from '../../ui/sort-rows.js';

export const checksumColumns: TableColumn<ChecksumResult>[] = [
  { key: 'table', label: 'Table', sortValue: (result) => result.table },
  { key: 'verdict', label: 'Verdict', sortValue: (result) => verdictRank[result.verdict] },
  {
    key: 'rows',
    label: 'Rows',
    align: 'end',
    sortValue: (result) => (result.sourceRows === null ? null : BigInt(result.sourceRows)),
  },
  { key: 'mode', isMinor: true, label: 'Method', sortValue: (result) => result.mode },
  { key: 'position', isMinor: true, label: 'Holds at' },
  { key: 'duration', label: 'Took', align: 'end', sortValue: (result) => result.durationMs },
  // A proof is as old as its beginning.
  { key: 'age', label: 'Verified', align: 'end', sortValue: (result) => -Date.parse(result.startedAt) },
];
