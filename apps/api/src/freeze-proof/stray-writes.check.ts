import type { FreezeProof, WritesSince } from '@cutover/contracts';
import { notLookedAtYet } from './aftermath/watch-aftermath.js';
import { nothingKnown, proven, type Check, type CheckReading, type Found } from '../evidence/check.js';
import type { Evidence } from '../evidence/evidence.js';
import { runAsAdmin } from '../evidence/suggest.js';

/**
 * After a freeze proof that passed nobody may write to the old source: such rows are not where the application has moved to.
 * It keeps nothing from being safe: what is written while replication runs arrives on the target, and before the switch
 * nothing is lost.
 */
export const strayWritesCheck: Check = {
  id: 'stray-writes',
  claim: 'Nobody has written to the source since it was proved frozen',
  blocks: 'never',
  needs: 'source',
  policy: proven,
  judge: (evidence): CheckReading => {
    const proof = evidence['freeze-proof'];
    // Without a proof nothing says that the source should stand still.
    if (proof === null) return { ...nothingKnown, notApplicable: 'No freeze proof was run yet' };
    if (proof.after?.isWatched !== true)
      return {
        ...{ found: [], rest: 'pass', notApplicable: 'No freeze proof that passed is watched' },
        otherwise: () => ({ kind: 'pass', evidence: proof.id }),
      };
    const { strayWrites, checkedAt } = proof.after;
    if (strayWrites.firstSeenAt !== null)
      return { found: [stray(proof, evidence)], rest: 'pass', otherwise: () => ({ kind: 'unknown' }) };
    if (strayWrites.transactions === null)
      return isBeforeFirstLook(proof) ? nothingKnown : { ...nothingKnown, found: [unseen(proof)] };
    return { found: [], rest: 'pass', otherwise: () => ({ kind: 'pass', evidence: checkedAt ?? proof.id }) };
  },
};

/** The first look after a proof comes within seconds; until then its closing look counts. */
function isBeforeFirstLook({ after }: FreezeProof): boolean {
  return after?.strayWrites.reason === notLookedAtYet;
}

function stray({ after, id }: FreezeProof, evidence: Evidence): Found {
  const { tables, isAllTables, sessions, firstSeenAt, lastKnown } = after!.strayWrites;
  // What was counted before it became unknown was written all the same, and there may be more.
  const isKnown = after!.strayWrites.transactions !== null;
  const transactions = after!.strayWrites.transactions ?? lastKnown?.transactions ?? null;
  const isLowerBound = after!.strayWrites.isLowerBound || !isKnown;
  const count =
    transactions === null
      ? 'Transactions'
      : `${isLowerBound ? 'At least ' : ''}${transactions} ${transactions === '1' ? 'transaction' : 'transactions'}`;
  const where =
    tables.length === 0
      ? ''
      : ` (${tables.slice(0, 5).join(', ')}${tables.length > 5 || !isAllTables ? ' and more' : ''})`;
  const who = sessions === null || sessions.length === 0 ? '' : `; connected there: ${sessions.slice(0, 3).join(', ')}`;
  return {
    ...{ subject: 'source', outcome: 'fail', severity: 'CRITICAL', evidence: `${id} ${firstSeenAt}` },
    items: isAllTables ? tables : [...tables, 'tables that are not named'],
    message: `${count} on the old source after it was proved frozen${where}${who}`,
    statements: runAsAdmin(evidence, 'source', 'SET GLOBAL read_only = ON;'),
    action:
      'If the application has moved: stop whoever writes there, with the statement, and bring these rows to the target. If the proof was a rehearsal: stop its watch on the freeze-proof page.',
  };
}

function unseen({ after, id }: FreezeProof): Found {
  return {
    ...{
      subject: 'source',
      outcome: 'unknown',
      severity: 'INFO',
      evidence: `${id} ${after?.strayWrites.reason ?? ''}`,
    },
    message: `Whether the old source was written since it was proved frozen is unknown: ${after?.strayWrites.reason ?? 'it did not say'}${lastKnownText(after?.strayWrites.lastKnown ?? null)}`,
    action: 'Remove the reason: it is looked at again within seconds.',
  };
}

function lastKnownText(lastKnown: WritesSince['lastKnown']): string {
  return lastKnown === null ? '' : `. The last count was ${lastKnown.transactions}, at ${lastKnown.at}`;
}
