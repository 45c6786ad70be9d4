import { nothingKnown, proven, type Check, type CheckReading, type Found } from '../evidence/check.js';
import { writersText } from './writers-text.js';

/**
 * A write that leaves no GTID is seen by nothing before the next comparison of its table. Where ordinary accounts may make
 * one, a proof of seconds ago may be void and nobody could tell: it blocks. Where the target refuses them (read_only) it
 * does not: an administrator can hide a write anywhere, with a log too.
 */
export const unseenWritesCheck: Check = {
  id: 'unseen-writes',
  claim: 'A write of an ordinary account on the target would be refused, or seen',
  blocks: 'unless-passed',
  policy: proven,
  judge: ({ 'target-writable': told }): CheckReading => {
    if (told === null) return nothingKnown;
    const { guard, isLogged, writers, unloggedBecause, action, measuredAt } = told;
    if (guard === null || isLogged === null)
      return { ...nothingKnown, found: [unknownWhether(told.reason, measuredAt)] };
    const isRefused = guard !== 'none' || writers?.total === 0;
    if (isRefused || isLogged)
      return { found: [], rest: 'pass', otherwise: () => ({ kind: 'pass', evidence: measuredAt }) };
    const who = writers === null ? 'Accounts with a right to write' : writersText(writers);
    const found: Found = {
      ...{ subject: 'target', outcome: 'unknown', evidence: measuredAt, action },
      // The alert is that of target-writable.
      severity: 'INFO',
      message: `${who} may write to the target, and no such write would be seen before its table is compared again: ${unloggedBecause}`,
    };
    return { found: [found], rest: 'unknown', otherwise: () => ({ kind: 'unknown' }) };
  },
};

function unknownWhether(reason: string | null, evidence: string): Found {
  return {
    ...{ subject: 'target', outcome: 'unknown', severity: 'INFO', evidence },
    message: `Whether a write on the target would be seen is unknown: ${reason ?? 'it did not say'}`,
    action: 'Remove the reason: it is read again within seconds.',
  };
}
