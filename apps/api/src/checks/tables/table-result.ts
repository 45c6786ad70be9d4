import type { Verdict } from '@cutover/contracts';
import type { CheckReading, Found, Quiet } from '../../evidence/check.js';
import type { Evidence } from '../../evidence/evidence.js';
import { byTable, watchedTables } from './table-index.js';

/** What to do about a table that differs, where its result says no more. */
export const compareAndRepair =
  'Do not cut over. Compare the table on both sides, repair the target, then check again.';

interface TableResult {
  table: string;
  verdict: Verdict;
}

/** What each verdict says of an open alert on the table. Only a proof of equality is good. */
const clears: Record<Verdict, boolean> = { matched: true, lagging: false, diverged: false, unverified: false };

/**
 * Reads a check from the last results of the tables: a finding or none for each; a table without a finding is good
 * when `isGood` says so (by default only `matched`), or when it is no longer watched; otherwise unknown. The check passes
 * where every watched table is good.
 */
export function readTables<Result extends TableResult>(
  evidence: Evidence,
  results: readonly Result[],
  find: (result: Result) => Omit<Found, 'subject' | 'evidence' | 'tables'> | null,
  finishedAt: (result: Result) => string,
  isGood: (result: Result) => boolean = (result) => clears[result.verdict],
): CheckReading {
  const { tables: catalog } = evidence;
  const found = results.flatMap((result) => {
    const finding = find(result);
    const { table } = result;
    return finding ? [{ ...finding, subject: table, evidence: finishedAt(result), tables: [table] }] : [];
  });
  const index = byTable(results);
  const isProved = (table: string): boolean => {
    const result = index.get(table);
    return result !== undefined && isGood(result);
  };
  return {
    found,
    rest: catalog !== null && catalog.tables.every(({ id }) => isProved(id)) ? 'pass' : 'unknown',
    unsaid: () => (catalog?.tables ?? []).flatMap(({ id }) => (isProved(id) ? [] : [id])),
    otherwise: (subject) => {
      const result = index.get(subject);
      if (result) return isGood(result) ? { kind: 'pass', evidence: finishedAt(result) } : { kind: 'unknown' };
      return ifUnwatched(evidence, subject);
    },
  };
}

/**
 * What is true of a table without a result. It passes once it is no longer watched; while an account might not see every table,
 * that cannot be told.
 */
export function ifUnwatched(evidence: Evidence, table: string): Quiet {
  const watched = watchedTables(evidence);
  return evidence.tables?.unseen.length === 0 && watched?.has(table) === false
    ? { kind: 'pass', evidence: evidence.tables.discoveredAt }
    : { kind: 'unknown' };
}

/** Said together where several tables were proved different: the verdict must not grow with the tables. */
export function together(found: readonly Found[], say: (tables: string) => string): Found[] {
  const [first] = found;
  if (first === undefined || found.length === 1) return [...found];
  const tables = found.flatMap((each) => each.tables ?? []);
  const statements = found.flatMap((each) => each.statements ?? []);
  return [{ ...first, subject: `${tables.length} tables`, message: say(nameSome(tables)), tables, statements }];
}

/** `a`, `a and b`, `a, b and 3 more`. */
export function nameSome(tables: readonly string[]): string {
  if (tables.length <= 2) return tables.join(' and ');
  return `${tables.slice(0, 2).join(', ')} and ${tables.length - 2} more`;
}
