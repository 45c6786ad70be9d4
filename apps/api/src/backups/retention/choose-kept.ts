import type { RetentionPolicy } from '@cutover/contracts';
import { periodOf, type Period } from './periods.js';

/** One backup of one database in one storage, as retention sees it. */
export interface KeptCandidate {
  id: string;
  /** When its dump was begun, UTC ISO text: its snapshot is a moment younger. */
  takenAt: string;
  /** Published: a run that failed, or still runs, is no backup. */
  isComplete: boolean;
  /** It was restored, or read back whole, and found to be what was dumped. */
  isVerified: boolean;
  /** Something is proved of it: at least that its bytes are those that were written. */
  isProved: boolean;
  /** Somebody holds it: it is never deleted. */
  isHeld: boolean;
}

/** What retention says of one backup; `reasons` is empty where it is to be deleted. */
export interface KeptChoice {
  id: string;
  takenAt: string;
  reasons: readonly string[];
}

const periods: readonly Period[] = ['hourly', 'daily', 'weekly', 'monthly', 'yearly'];
const singular: Readonly<Record<Period, string>> = {
  hourly: 'hour',
  daily: 'day',
  weekly: 'week',
  monthly: 'month',
  yearly: 'year',
};

/**
 * Pure: which backups are kept, and why, newest first. Those of one database in one storage and one policy; what is not
 * complete is not among the answers, and counts for nothing.
 *
 * The rules are those of `restic forget`: of each of the last n hours (days, …) *that have a backup* the newest is kept. So a
 * time in which everything failed deletes nothing. While there are fewer such hours than n, the oldest backup of all is kept
 * as well, so that a daily series grows out of an hourly one. Source: restic `internal/data/snapshot_policy.go`.
 *
 * The newest of which anything is proved is kept on top of that: newer ones that were never read back may all be no good.
 */
export function chooseKept(candidates: readonly KeptCandidate[], policy: RetentionPolicy): KeptChoice[] {
  const newestFirst = candidates
    .filter(({ isComplete }) => isComplete)
    .sort((a, b) => Date.parse(b.takenAt) - Date.parse(a.takenAt) || (a.id < b.id ? -1 : 1));
  const reasons = new Map<string, string[]>(newestFirst.map(({ id }) => [id, []]));
  const keep = ({ id }: KeptCandidate, reason: string): void => void reasons.get(id)?.push(reason);

  newestFirst
    .slice(0, policy.last)
    .forEach((each, index) => keep(each, `one of the last ${policy.last} (${index + 1})`));
  for (const period of periods) keepOfPeriod(newestFirst, period, policy, keep);
  newestFirst
    .filter(({ isVerified }) => isVerified)
    .slice(0, policy.verified)
    .forEach((each) => keep(each, `one of the last ${policy.verified} that were verified`));
  newestFirst
    .filter(({ isProved }) => isProved)
    .slice(0, 1)
    .forEach((each) => keep(each, 'newest of which anything is proved'));
  newestFirst.filter(({ isHeld }) => isHeld).forEach((each) => keep(each, 'held'));
  return newestFirst.map(({ id, takenAt }) => ({ id, takenAt, reasons: reasons.get(id) ?? [] }));
}

function keepOfPeriod(
  newestFirst: readonly KeptCandidate[],
  period: Period,
  policy: RetentionPolicy,
  keep: (candidate: KeptCandidate, reason: string) => void,
): void {
  const most = policy[period];
  const seen = new Set<string>();
  for (const candidate of newestFirst) {
    if (seen.size >= most) return;
    const name = periodOf(period, candidate.takenAt, policy.timeZone);
    if (seen.has(name)) continue;
    seen.add(name);
    keep(candidate, `newest of the ${singular[period]} ${name}`);
  }
  const oldest = newestFirst.at(-1);
  // Also where it is one of the newest of its hour already: one reason more does no harm.
  if (most > 0 && seen.size < most && oldest !== undefined)
    keep(oldest, `oldest, while there are fewer than ${most} ${singular[period]}s`);
}
