import { nothingKnown, proven, type Check } from '../evidence/check.js';

/**
 * Both servers were seen since Cutover was started, so what makes a proof void would be known. What is void itself is told with
 * the table.
 */
export const pairSeenCheck: Check = {
  id: 'pair-seen',
  claim: 'The servers are those of which the tables were proved equal',
  blocks: 'unless-passed',
  policy: proven,
  judge: ({ pairHistory: { isSeen } }) =>
    isSeen ? { found: [], rest: 'pass', otherwise: () => ({ kind: 'unknown' }) } : nothingKnown,
};
