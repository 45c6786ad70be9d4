import type { ChecksumResult, RowDifference } from '@cutover/contracts';
import type { ComparisonFrame } from '../../checksum/comparison/comparison-frame.js';
import type { ExactChecksum } from '../../checksum/comparison/exact-checksum.js';
import { worstVerdict } from '../../checksum/runs/run-progress.js';
import type { Clock } from '../../platform/clock.js';
import type { WatchedTable } from '../../tables/tables.service.js';
import type { VerifyReport } from './verify-report.js';

/** Told of each table. */
export interface TableObserver {
  begin(table: string): void;
  end(result: ChecksumResult): void;
}

/** One table after the other, so that a verification never costs a server more than one scan. Rejects when aborted. */
export async function compareTables(
  tables: readonly WatchedTable[],
  frame: ComparisonFrame,
  { engine, clock }: { engine: ExactChecksum; clock: Clock },
  observer: TableObserver,
): Promise<VerifyReport> {
  const results: ChecksumResult[] = [];
  const differences: RowDifference[] = [];
  for (const table of tables) {
    observer.begin(table.id);
    const startedAt = clock.nowIso();
    const startedMs = clock.monotonicMs();
    const verified = await engine.verifyTable(table, frame);
    const result: ChecksumResult = {
      ...{ table: table.id, ...verified.finding },
      ...{ startedAt, finishedAt: clock.nowIso(), durationMs: Math.round(clock.monotonicMs() - startedMs) },
    };
    results.push(result);
    differences.push(...verified.differences);
    observer.end(result);
  }
  const verdict = worstVerdict(results.map((result) => result.verdict)) ?? 'unverified';
  return { migration: frame.migration, verdict, tables: results, differences };
}
