import type { GiveWaiver, Waiver } from '@cutover/contracts';
import { longestWaiverDays, mostWaiverItems } from '@cutover/contracts';
import { UserError } from '../../failures/failures.js';
import { nameSome } from '../../checks/tables/table-result.js';
import type { JudgedCheck } from '../../judgement/judge.js';

const dayMs = 24 * 3_600_000;

/**
 * What a waiver is given for: the worst that the check says now of that subject and what that consists of; or the worst of any subject.
 * Throws UserError 404 or 409.
 */
export function coverOf(
  { check, subject }: Pick<GiveWaiver, 'check' | 'subject'>,
  checks: readonly JudgedCheck[],
): Pick<Waiver, 'covers' | 'items'> {
  const judged = checks.find((each) => each.check.id === check);
  if (judged === undefined)
    throw new UserError(404, 'CHECK_UNKNOWN', `There is no check ${check}; GET …/readiness lists them`);
  const { notWaivable } = judged.check;
  if (notWaivable !== undefined) throw new UserError(409, 'NOT_WAIVABLE', `${check} cannot be waived. ${notWaivable}`);
  if (judged.reading === null)
    throw new UserError(409, 'NOT_WAIVABLE', `${check} failed itself, so nobody knows what it would find: see the log`);
  if (subject !== null) return ofSubject(judged, subject);
  const outcomes = [...judged.subjects.values()].map(({ outcome }) => outcome);
  if (outcomes.length === 0) throw nothingToWaive(check);
  return { covers: outcomes.includes('fail') ? 'fail' : 'unknown', items: null };
}

function ofSubject({ check: { id }, subjects }: JudgedCheck, subject: string): Pick<Waiver, 'covers' | 'items'> {
  const found = subjects.get(subject);
  if (found !== undefined && found.items.length > mostWaiverItems)
    throw new UserError(
      409,
      'TOO_MUCH_TO_WAIVE',
      `${subject} of ${id} stands for ${found.items.length} things, and a waiver names at most ${mostWaiverItems}: ${narrower(subjects)}mend some until ${mostWaiverItems} or fewer are left, then waive those`,
    );
  if (found !== undefined) return { covers: found.outcome, items: [...found.items] };
  if (subjects.size === 0) throw nothingToWaive(id);
  const named = [...subjects.keys()].slice(0, 5).join(', ');
  throw new UserError(
    409,
    'NOTHING_TO_WAIVE',
    `${id} says nothing of ${subject}. It finds: ${named}${subjects.size > 5 ? ` and ${subjects.size - 5} more` : ''}. Waive one of them, or all of the check (subject null)`,
  );
}

/** What covers less, as the beginning of a sentence; empty where the check finds nothing else. */
function narrower(subjects: JudgedCheck['subjects']): string {
  const small = [...subjects].filter(([, { items }]) => items.length <= mostWaiverItems).map(([subject]) => subject);
  return small.length === 0 ? '' : `waive a narrower subject (${nameSome(small)}), or `;
}

function nothingToWaive(check: string): UserError {
  return new UserError(409, 'NOTHING_TO_WAIVE', `${check} passes: there is nothing to answer for`);
}

/** Throws UserError 400 where the time is over already, or too far away. */
export function checkUntil(until: string, nowMs: number): void {
  const untilMs = Date.parse(until);
  const fault =
    untilMs <= nowMs
      ? 'must lie in the future'
      : untilMs > nowMs + longestWaiverDays * dayMs
        ? `must be at most ${longestWaiverDays} days from now`
        : null;
  if (fault !== null) throw new UserError(400, 'INPUT_INVALID', `until ${fault}`, [{ path: 'until', message: fault }]);
}
