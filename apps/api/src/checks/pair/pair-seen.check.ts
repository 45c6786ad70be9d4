import { roles } from '@cutover/contracts';
import type { Evidence } from '../../evidence/evidence.js';
import { nothingKnown, passing, type Check, type CheckReading, type Quiet } from '../../evidence/check.js';

function blind({ role, reason }: NonNullable<Evidence['pairHistory']['blindness']>): CheckReading {
  return {
    ...nothingKnown,
    found: [
      {
        ...{ subject: role, outcome: 'unknown', severity: 'WARNING', evidence: reason },
        message: `The ${role} answers, but what was done to it and to its replication cannot be looked at, so that earlier proofs may be void: ${reason}`,
        action: `Remove the reason on the ${role}: it is looked at again within seconds.`,
      },
    ],
  };
}

/**
 * Both servers were seen since Cutover was started, so what makes a proof void would be known. What is void itself is told with
 * the table. A side that answers, and does not tell what was done to it, must not be taken for one to which nothing was done.
 */
export const pairSeenCheck: Check = {
  id: 'pair-seen',
  claim: 'The servers are those of which the tables were proved equal',
  blocks: 'unless-passed',
  needs: 'both',
  notWaivable: 'It is not known yet whether these are the servers that were compared. Wait until both were looked at.',
  // Each look that succeeds says the same, so that there is never a second good sample.
  policy: { ...passing, resolve: 'at-once' },
  judge: ({ pairHistory: { isSeen, blindness }, connection }): CheckReading => {
    if (blindness !== null && connection[blindness.role].state === 'up') return blind(blindness);
    if (!isSeen) return nothingKnown;
    const isUp = (subject: string): boolean =>
      roles.some((role) => role === subject && connection[role].state === 'up');
    const otherwise = (subject: string): Quiet =>
      isUp(subject) ? { kind: 'pass', evidence: 'seen' } : { kind: 'unknown' };
    return { found: [], rest: 'pass', otherwise };
  },
};
