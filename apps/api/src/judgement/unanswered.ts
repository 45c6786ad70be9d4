import { roles, type ConnectionStatus, type Role, type ServerStatus } from '@cutover/contracts';
import type { Check, CheckReading, Found, Needs } from '../evidence/check.js';

const sidesOf: Record<Needs, readonly Role[]> = {
  ...{ source: ['source'], target: ['target'], nothing: [] },
  ...{ both: roles, proofs: roles },
};

/** Sides that a check needs and that do not answer at the moment. */
export function unansweredSides({ needs }: Check, connection: ConnectionStatus): Role[] {
  return sidesOf[needs].filter((role) => connection[role].state !== 'up');
}

/**
 * A side that is back is looked at again within this time. Until then what was measured while it was away says nothing of now.
 */
export const lookedAgainMs = 60_000;

/** A server that goes away may answer slowly first: what timed out so long before its last answer has the same cause. */
const fadingMs = 60_000;

/**
 * Unknown only because a side that the check needs does not answer, or did not when it was last asked: `connection-lost` says so for all
 * checks together. What was unknown while that side still answered (a right that is missing, a statement that took too long minutes
 * ago) has a cause of its own.
 */
export function isUnanswered(found: Found, { needs }: Check, connection: ConnectionStatus, nowMs: number): boolean {
  const { outcome, side } = found;
  if (outcome !== 'unknown') return false;
  return sidesOf[needs].some((role) => {
    if (side !== undefined && side !== role) return false;
    const status = connection[role];
    // Comparisons take their time, and have other causes to be old.
    const isOfProofs = needs === 'proofs';
    if (status.state === 'up') return !isOfProofs && isOfAway(found, status, nowMs);
    return isLacking(found, status, isOfProofs ? 0 : fadingMs);
  });
}

/** The side is back, and was not looked at again. */
function isOfAway(found: Found, { since }: ServerStatus, nowMs: number): boolean {
  return isOlder(found, since) && nowMs - Date.parse(since) < lookedAgainMs;
}

function isLacking(found: Found, { lastSeenAt }: ServerStatus, shortlyMs: number): boolean {
  if (found.isOutdated === true || lastSeenAt === null) return true;
  // What a statement mends, as a missing right, was no silence of the server.
  const hasOwnMend = (found.statements ?? []).length > 0;
  const from = hasOwnMend ? lastSeenAt : new Date(Date.parse(lastSeenAt) - shortlyMs).toISOString();
  return !isOlder(found, from);
}

/** Whether its sample is of before that instant. One that names no instant may be of any time. */
function isOlder({ evidence }: Found, instant: string): boolean {
  return /^\d{4}-\d\d-\d\dT/.test(evidence) && Date.parse(evidence) < Date.parse(instant);
}

/**
 * For alerts: none begins for what is unknown only because a side does not answer, and one that fires stays as it is until the side is
 * back, whatever the check says of it meanwhile. Of a side that answers the check is right.
 */
export function withoutUnanswered(
  reading: CheckReading,
  { needs }: Check,
  away: readonly Role[],
  unanswered: readonly Found[],
): CheckReading {
  if (away.length === 0 && unanswered.length === 0) return reading;
  const isUnknown = (subject: string): boolean => {
    if (unanswered.some((each) => each.subject === subject)) return true;
    const isOfSideThatAnswers = roles.some((role) => role === subject && !away.includes(role));
    return away.length > 0 && needs !== 'proofs' && !isOfSideThatAnswers;
  };
  return {
    ...reading,
    found: reading.found.filter((each) => !unanswered.includes(each)),
    otherwise: (subject) => {
      const quiet = reading.otherwise(subject);
      return quiet.kind !== 'explained' && isUnknown(subject) ? { kind: 'unanswered' } : quiet;
    },
  };
}
