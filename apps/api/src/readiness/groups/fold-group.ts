import { foldAnswers, type GroupOf, type MigrationGroup, type OverallVerdict } from '@cutover/contracts';

/** One database of a migration, and the answer for it. */
export interface JudgedPart {
  migration: string;
  group: GroupOf;
  engine: MigrationGroup['engine'];
  verdict: Pick<OverallVerdict, 'answer' | 'since' | 'reasons'>;
}

/** What is in the way comes first. */
const rank: Record<OverallVerdict['answer'], number> = { 'not-safe': 0, 'cannot-tell': 1, safe: 2 };

/** Pure: the one answer for all databases of a migration. Throws without any. */
export function foldGroup(parts: readonly JudgedPart[]): MigrationGroup {
  const first = parts[0];
  if (first === undefined) throw new Error('A migration of several databases has at least one');
  const databases = parts.map(({ migration, group, verdict }) => ({
    ...{ migration, database: group.database, answer: verdict.answer, since: verdict.since },
    reason: verdict.reasons[0] ?? null,
  }));
  return {
    ...{ group: first.group.name, engine: first.engine },
    answer: foldAnswers(databases.map(({ answer }) => answer)),
    since: sinceOf(databases),
    databases: databases.sort((a, b) => rank[a.answer] - rank[b.answer]),
  };
}

/**
 * Since when at least the answer for all stands. The one that has been not safe for the longest time made all of them not safe; any
 * other answer stands since the last of them came to its own. ISO texts of one length compare as instants.
 */
function sinceOf(parts: readonly Pick<MigrationGroup, 'answer' | 'since'>[]): string {
  const notSafe = parts.filter(({ answer }) => answer === 'not-safe').map(({ since }) => since);
  if (notSafe.length > 0) return notSafe.reduce((a, b) => (a < b ? a : b));
  return parts.map(({ since }) => since).reduce((a, b) => (a > b ? a : b));
}
