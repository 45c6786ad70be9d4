import {
  countVerdicts,
  isDefinedOtherwise,
  worstVerdict,
  type ChecksumResult,
  type RowDifference,
  type SkippedTables,
  type Verdict,
} from '@cutover/contracts';
import type { UnseenPart } from '../../tables/tables.service.js';

/** What one verification found. */
export interface VerifyReport {
  migration: string;
  /** The worst verdict of the tables; `unverified` when there is none, or when there may be others that are not seen. */
  verdict: Verdict;
  /** Position of the source at the first snapshot that proves anything; null: none is known. */
  firstPosition: string | null;
  tables: ChecksumResult[];
  differences: RowDifference[];
  /** What of the watched databases and tables an account might not see; empty where single tables were asked for. */
  unseen: UnseenPart[];
  /** What of the watched databases and tables was not compared, by reason. */
  skipped: SkippedTables[];
  /** What no comparison looks at. */
  notLookedAt: readonly string[];
}

/** What `--json` prints: names and keys of the differing rows, no other values. */
export interface VerifyJson {
  migration: string;
  verdict: Verdict;
  tables: ChecksumResult[];
  differences: Pick<RowDifference, 'table' | 'kind' | 'key' | 'columns'>[];
  unseen: UnseenPart[];
  skipped: SkippedTables[];
  notLookedAt: readonly string[];
}

/** Pure: the verdict of the whole. What might not be seen is not proved, whatever is true of the tables that are. */
export function verdictOf({ tables, unseen }: Pick<VerifyReport, 'tables' | 'unseen'>): Verdict {
  const counts = countVerdicts(tables);
  counts.diverged += tables.filter(isDefinedOtherwise).length;
  if (unseen.length > 0 || tables.length === 0) counts.unverified += 1;
  return worstVerdict(counts) ?? 'unverified';
}

/**
 * Pure: where the earliest range of rows was compared, by a count that grows along the log; null: no position is known. Tables
 * come in the order in which they ended.
 */
export function firstPositionOf(
  results: readonly ChecksumResult[],
  count: (position: string) => bigint,
): string | null {
  const known = results.flatMap(({ position }) => position ?? []);
  return known.reduce<string | null>(
    (first, each) => (first === null || count(each) < count(first) ? each : first),
    null,
  );
}

/** Pure: the report as `--json` prints it. */
export function jsonOf({
  migration,
  verdict,
  tables,
  differences,
  unseen,
  skipped,
  notLookedAt,
}: VerifyReport): VerifyJson {
  return {
    ...{ migration, verdict, tables },
    differences: differences.map(({ table, kind, key, columns }) => ({
      ...{ table, kind, key },
      ...(columns === undefined ? {} : { columns }),
    })),
    ...{ unseen, skipped, notLookedAt },
  };
}
