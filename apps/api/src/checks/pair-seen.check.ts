import { nothingKnown, proven, type Check, type Found } from '../evidence/check.js';

/**
 * Both servers were seen since Cutover was started, so what makes a proof void would be known. What is void itself is told with
 * the table. No alert: a side that is down has one, and one that does not say who it is keeps the answer from being safe.
 */
export const pairSeenCheck: Check = {
  id: 'pair-seen',
  claim: 'The servers are those of which the tables were proved equal',
  blocks: 'unless-passed',
  policy: proven,
  judge: ({ pairHistory: { isSeen, unseen }, connection }) => {
    if (isSeen) return { found: [], rest: 'pass', otherwise: () => ({ kind: 'unknown' }) };
    const answering = unseen.filter(({ role }) => connection[role].state === 'up');
    const found = answering.map(({ role, reason }): Found => ({
      ...{ subject: role, outcome: 'unknown', severity: 'INFO', evidence: reason },
      message: `The ${role} answers, but does not say whether it is still the server of which the tables were proved equal: ${reason}`,
      action: 'Remove the reason. It is asked again within seconds.',
    }));
    return { ...nothingKnown, found };
  },
};
