import type { ChecksumResult, RowDifference, Verdict } from '@cutover/contracts';

/** What one verification found. */
export interface VerifyReport {
  migration: string;
  /** The worst verdict of the tables; `unverified` when there is none. */
  verdict: Verdict;
  /** Position of the source at the first snapshot that proves anything; null: none is known. */
  firstPosition: string | null;
  tables: ChecksumResult[];
  differences: RowDifference[];
}

/** What `--json` prints: names and keys of the differing rows, no other values. */
export interface VerifyJson {
  migration: string;
  verdict: Verdict;
  tables: ChecksumResult[];
  differences: Pick<RowDifference, 'table' | 'kind' | 'key' | 'columns'>[];
}

/** Pure: the report as `--json` prints it. */
export function jsonOf({ migration, verdict, tables, differences }: VerifyReport): VerifyJson {
  return {
    ...{ migration, verdict, tables },
    differences: differences.map(({ table, kind, key, columns }) => ({
      ...{ table, kind, key },
      ...(columns === undefined ? {} : { columns }),
    })),
  };
}
