import { unprovedSince } from '../checks/tables/proofs.js';
import { nameSome } from '../checks/tables/table-result.js';
import { nothingKnown, proven, type Check, type CheckReading, type Found } from '../evidence/check.js';
import { runOn } from '../evidence/suggest.js';
import type { Evidence } from '../evidence/evidence.js';
import { writersItems, writersText } from './writers-text.js';

/**
 * A write that leaves no GTID is seen by nothing before the next comparison of its table. Where ordinary accounts may make
 * one, a proof of seconds ago may be void and nobody could tell: it blocks. Where the target refuses them (read_only) it
 * does not: an administrator can hide a write anywhere, with a log too. When it begins to, what was proved before counts no
 * more.
 */
export const unseenWritesCheck: Check = {
  id: 'unseen-writes',
  claim: 'A write of an ordinary account on the target would be refused, or seen',
  blocks: 'unless-passed',
  needs: 'target',
  policy: proven,
  judge: (evidence, nowMs): CheckReading => {
    const told = evidence['target-writable'];
    if (told === null) return nothingKnown;
    const { guard, isLogged, writers, unloggedBecause, action, statement, measuredAt } = told;
    if (guard === null || isLogged === null)
      return { ...nothingKnown, found: [unknownWhether(told.reason, measuredAt)] };
    const isRefused = guard !== 'none' || writers?.total === 0;
    if (isRefused || isLogged) {
      const found = writtenBefore(told, evidence, nowMs);
      if (found !== null) return { found: [found], rest: 'unknown', otherwise: () => ({ kind: 'unknown' }) };
      return { found: [], rest: 'pass', otherwise: () => ({ kind: 'pass', evidence: measuredAt }) };
    }
    const who = writers === null ? 'Accounts with a right to write' : writersText(writers);
    const found: Found = {
      ...{ subject: 'target', outcome: 'unknown', evidence: measuredAt, action },
      ...{ statements: runOn('target', statement), items: writersItems(writers) },
      // The alert is that of target-writable.
      severity: 'INFO',
      message: `${who} may write to the target, and no such write would be seen before its table is compared again: ${unloggedBecause}`,
    };
    return { found: [found], rest: 'unknown', otherwise: () => ({ kind: 'unknown' }) };
  },
};

/** Writes of before may be there, for all that is known; null: every table was proved equal since. */
function writtenBefore(
  { unseenWritesUntil, measuredAt }: NonNullable<Evidence['target-writable']>,
  evidence: Evidence,
  nowMs: number,
): Found | null {
  if (unseenWritesUntil === null) return null;
  const tables = unprovedSince(unseenWritesUntil, evidence, nowMs);
  if (tables?.length === 0) return null;
  const unproved =
    tables === null ? 'no table is' : `${nameSome(tables)} ${tables.length === 1 ? 'is not' : 'are not'}`;
  return {
    ...{ subject: 'target', outcome: 'unknown', severity: 'INFO', evidence: measuredAt, tables: tables ?? [] },
    message: `Accounts could write to the target until ${unseenWritesUntil}, and no such write was seen; ${unproved} proved equal since`,
    action: 'Start a verification, or wait for the next round: a table that is proved equal now is equal.',
  };
}

function unknownWhether(reason: string | null, evidence: string): Found {
  return {
    ...{ subject: 'target', outcome: 'unknown', severity: 'INFO', evidence },
    message: `Whether a write on the target would be seen is unknown: ${reason ?? 'it did not say'}`,
    action: 'Remove the reason: it is read again within seconds.',
  };
}
