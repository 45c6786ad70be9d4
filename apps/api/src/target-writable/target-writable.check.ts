import type { TargetWritable } from '@cutover/contracts';
import { nothingKnown, proven, type Check, type CheckReading, type Found } from '../evidence/check.js';
import { runOn } from '../evidence/suggest.js';
import { writersItems, writersText } from './writers-text.js';

function found(told: TargetWritable, part: Omit<Found, 'subject' | 'evidence'>): Found {
  return { subject: 'target', evidence: told.measuredAt, ...part };
}

/** Nothing keeps accounts with the right from writing. */
function unguarded(told: TargetWritable): Found[] {
  const { writers, guardText, action, statement, grant } = told;
  if (writers?.total === 0) return [];
  const setting = guardText === null ? '' : ` (${guardText})`;
  const who = writers === null ? 'who may write is not visible to the account' : `may write: ${writersText(writers)}`;
  // Nothing of the server's own refuses it: every such account can make the target differ at any moment.
  const message = `The target takes writes beside replication${setting}; ${who}`;
  const more = grant === null ? '' : ' To see who may write, give our account the right, if you like.';
  const part = { statements: runOn('target', statement, grant), items: writersItems(writers) };
  return [found(told, { outcome: 'fail', severity: 'WARNING', message, action: `${action}${more}`, ...part })];
}

/** The guard stops ordinary accounts; those that it does not stop need not write. */
function exempt(told: TargetWritable): Found[] {
  const { writers, guardText, accountsAction } = told;
  if (writers === null || writers.total === 0) return [];
  const message = `The target refuses writes (${guardText}), but not those of ${writersText(writers)}`;
  return [
    found(told, {
      outcome: 'unknown',
      severity: 'INFO',
      message,
      action: accountsAction,
      items: writersItems(writers),
    }),
  ];
}

function unread(told: TargetWritable): Found[] {
  const message = `Who may write to the target is unknown: ${told.reason ?? 'it did not say'}`;
  const action = 'Remove the reason: it is read again within seconds.';
  return [found(told, { outcome: 'unknown', severity: 'INFO', message, action })];
}

function allFound(told: TargetWritable): Found[] {
  if (told.guard === null) return unread(told);
  return told.guard === 'none' ? unguarded(told) : exempt(told);
}

/**
 * Whoever may write to the target can make it differ at any moment. It warns early and does not block: a write that was
 * made is seen by errant-transactions and by the next comparison; `unseen-writes` blocks where nothing would see it.
 */
export const targetWritableCheck: Check = {
  id: 'target-writable',
  claim: 'The target refuses writes of everybody but replication and its administrators',
  blocks: 'never',
  needs: 'target',
  policy: proven,
  judge: ({ 'target-writable': told }): CheckReading => {
    if (told === null) return nothingKnown;
    const all = allFound(told);
    return {
      found: all,
      rest: 'pass',
      otherwise: () => (told.guard === null ? { kind: 'unknown' } : { kind: 'pass', evidence: told.measuredAt }),
    };
  },
};
