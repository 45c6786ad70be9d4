import type { Alert, ChecksumResult, MigrationDetail, Verdict } from '@cutover/contracts';
import { QuietTime } from './quiet-time.js';
import { Truth } from './truth.js';

/** For tests: moments are seconds after this one. */
const startMs = Date.UTC(2026, 0, 1);
export const at = (seconds: number): number => startMs + seconds * 1000;
export const iso = (seconds: number): string => new Date(at(seconds)).toISOString();

/** For tests: two tables that are equal, and nothing that disturbs. */
export function someOracle(): { truth: Truth; quiet: QuietTime } {
  return { truth: new Truth(['one', 'two']), quiet: new QuietTime(at(0)) };
}

/** For tests: row 7 of a table differs, from the first moment to the second. */
export function plant(truth: Truth, table: string, fromSeconds: number, untilSeconds?: number): void {
  const planted = truth.begin(table, '7', 'planted', at(fromSeconds));
  planted.begun(at(fromSeconds));
  if (untilSeconds === undefined) return;
  planted.ending(at(untilSeconds));
  planted.ended(at(untilSeconds));
}

/** For tests: what a comparison of a table said. */
export function someResult(table: string, verdict: Verdict, fromSeconds: number, toSeconds: number): ChecksumResult {
  return {
    ...{ table: `soak.${table}`, verdict, mode: 'snapshot', digest: 'XOR', position: '0-1-1' },
    ...{ sourceDigest: '1', targetDigest: '1', sourceRows: '1', targetRows: '1' },
    chunks: { total: 1, matched: 1, lagging: 0, diverged: 0, unverified: 0 },
    differences: { missing: 0, extra: 0, changed: 0, complete: true },
    ...{ startedAt: iso(fromSeconds), finishedAt: iso(toSeconds), durationMs: (toSeconds - fromSeconds) * 1000 },
  };
}

/** For tests: the verdict of the migration, which rests on proofs from this moment on. */
export function someVerdict(
  answer: MigrationDetail['verdict']['answer'],
  oldestProofSeconds: number | null,
  blamed: readonly string[] = [],
): MigrationDetail {
  const reasons = blamed.map((table) => ({
    check: 'checksum-diverged',
    message: `${table} differs`,
    tables: [`soak.${table}`],
  }));
  const oldestProofAt = oldestProofSeconds === null ? null : iso(oldestProofSeconds);
  return { verdict: { answer, reasons, basis: { oldestProofAt } } } as unknown as MigrationDetail;
}

/** For tests: an alert that a table differs. */
export function someAlert(table: string, activeSeconds: number, resolvedSeconds: number | null): Alert {
  return {
    ...{ id: '1', type: 'checksum_diverged', severity: 'CRITICAL', migration: 'soak', subject: `soak.${table}` },
    ...{ message: `${table} differs`, action: '', state: resolvedSeconds === null ? 'firing' : 'resolved' },
    ...{ activeAt: iso(activeSeconds), firedAt: iso(activeSeconds), acknowledgedAt: null, acknowledgedBy: null },
    ...{ resolvedAt: resolvedSeconds === null ? null : iso(resolvedSeconds), occurrences: 1 },
  };
}
