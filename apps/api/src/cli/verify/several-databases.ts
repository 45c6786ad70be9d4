import {
  countVerdicts,
  findingTables,
  worstVerdict,
  type ChecksumResult,
  type SkippedTables,
  type Verdict,
} from '@cutover/contracts';
import { firstPositionOf, jsonOf, type VerifyJson, type VerifyReport } from './verify-report.js';

/** What came of one database of a migration that has several. */
export interface DatabaseOutcome {
  database: string;
  /** Empty and `unverified` where it could not be verified. */
  report: VerifyReport;
  /** Why it could not be verified, and what to do; null: it was. */
  reason: string | null;
}

/** How many databases a report of several is about, and what it knows nothing of. */
export interface DatabasesCoverage {
  /** Databases that were asked for, with those that could not be verified. */
  asked: number;
  notVerified: { database: string; reason: string }[];
  /** Those of which `--table` names no table. */
  notAskedFor: readonly string[];
}

/** The report of a migration of several databases: tables go by `database.schema.table`. */
export interface DatabasesReport extends VerifyReport {
  databases: DatabasesCoverage;
}

/** What `--json` prints of a migration of several databases: of each what is printed of it alone. */
export interface DatabasesJson {
  migration: string;
  /** The worst of the databases. */
  verdict: Verdict;
  databases: (VerifyJson & { database: string; reason?: string })[];
}

/** Pure: the outcomes as `--json` prints them. */
export function databasesJson(migration: string, outcomes: readonly DatabaseOutcome[]): DatabasesJson {
  return {
    ...{ migration, verdict: worstOf(outcomes) },
    databases: outcomes.map(({ database, report, reason }) => ({
      ...{ database, ...jsonOf(report) },
      ...(reason === null ? {} : { reason }),
    })),
  };
}

/** Pure: one report of all databases. `count`: see `firstPositionOf`. */
export function foldOutcomes(
  migration: string,
  { outcomes, notAskedFor }: { outcomes: readonly DatabaseOutcome[]; notAskedFor: readonly string[] },
  count: (position: string) => bigint,
): DatabasesReport {
  const tables: ChecksumResult[] = outcomes.flatMap(({ database, report }) =>
    report.tables.map((result) => ({ ...result, table: `${database}.${result.table}` })),
  );
  return {
    ...{ migration, verdict: worstOf(outcomes), tables, firstPosition: firstPositionOf(tables, count) },
    differences: outcomes.flatMap(({ database, report }) =>
      report.differences.map((row) => ({ ...row, table: `${database}.${row.table}` })),
    ),
    unseen: outcomes.flatMap(({ database, report }) =>
      report.unseen.map((part) => ({ ...part, name: `${database}.${part.name}` })),
    ),
    skipped: foldSkipped(outcomes),
    notLookedAt: [...new Set(outcomes.flatMap(({ report }) => report.notLookedAt))],
    databases: {
      asked: outcomes.length,
      notVerified: outcomes.flatMap(({ database, reason }) => (reason === null ? [] : [{ database, reason }])),
      notAskedFor,
    },
  };
}

/** A database that could not be verified is `unverified`: it never makes the answer better. */
function worstOf(outcomes: readonly DatabaseOutcome[]): Verdict {
  return worstVerdict(countVerdicts(outcomes.map(({ report }) => report))) ?? 'unverified';
}

function foldSkipped(outcomes: readonly DatabaseOutcome[]): SkippedTables[] {
  const folded = new Map<SkippedTables['reason'], SkippedTables>();
  for (const { database, report } of outcomes)
    for (const skipped of report.skipped) {
      const before = folded.get(skipped.reason);
      const named = [...(before?.tables ?? []), ...skipped.tables.map((table) => `${database}.${table}`)];
      const count = skipped.count + (before?.count ?? 0);
      folded.set(skipped.reason, { ...skipped, count, tables: named.slice(0, findingTables) });
    }
  return [...folded.values()];
}
