import type { Verdict } from '@cutover/contracts';
import type { Finding, MigrationSnapshot, RuleReading } from '../alert-rule.js';

interface TableResult {
  table: string;
  verdict: Verdict;
}

/** What each verdict says of an open alert on the table. Only a proof of equality is good. */
const clears: Record<Verdict, boolean> = { matched: true, lagging: false, diverged: false, unverified: false };

/**
 * Reads a rule from the last results of the tables: a finding or none for each; a table without a finding is good
 * when `isGood` says so (by default only `matched`), or when it is no longer watched; otherwise unknown.
 */
export function readTables<Result extends TableResult>(
  { catalog }: MigrationSnapshot,
  results: readonly Result[],
  find: (result: Result) => Omit<Finding, 'subject' | 'evidence'> | null,
  finishedAt: (result: Result) => string,
  isGood: (result: Result) => boolean = (result) => clears[result.verdict],
): RuleReading {
  const findings = results.flatMap((result) => {
    const finding = find(result);
    return finding ? [{ ...finding, subject: result.table, evidence: finishedAt(result) }] : [];
  });
  const byTable = new Map(results.map((result) => [result.table, result]));
  const watched = catalog && new Set(catalog.tables.map(({ id }) => id));
  return {
    findings,
    otherwise: (subject) => {
      const result = byTable.get(subject);
      if (result) return isGood(result) ? { kind: 'good', evidence: finishedAt(result) } : { kind: 'unknown' };
      const isUnwatched = catalog !== null && !watched?.has(subject);
      return isUnwatched ? { kind: 'good', evidence: catalog.discoveredAt } : { kind: 'unknown' };
    },
  };
}
