import { roles, type ChecksumResult } from '@cutover/contracts';
import { proven, type Check, type CheckReading, type Found, type Quiet } from '../../evidence/check.js';
import type { Evidence } from '../../evidence/evidence.js';
import { freshLag, standsStill } from '../lag/fresh-lag.js';
import { proofsOf } from './proofs.js';
import { byTable, watchedTables } from './table-index.js';
import { ifUnwatched, together } from './table-result.js';

/** The last comparison proved nothing, because the target had not reached the position of the source. */
function lagged({ verdict, lastAttempt }: ChecksumResult): boolean {
  return (lastAttempt?.verdict ?? verdict) === 'lagging';
}

/**
 * Another alert says why no table can be proved: a side does not answer, the target does not apply, or it is over its
 * limit of lag. What is left is a table that lags though replication keeps up.
 */
function isExplained(evidence: Evidence): boolean {
  const lag = freshLag(evidence);
  const isBehind = lag !== null && (standsStill[lag.state] || lag.isOverThreshold === true);
  return isBehind || roles.some((role) => evidence.connection[role].state === 'down');
}

function found(result: ChecksumResult): Found {
  const { table, finishedAt, lastAttempt } = result;
  const reason = lastAttempt?.reason ?? result.reason;
  return {
    ...{ subject: table, outcome: 'unknown', severity: 'WARNING', tables: [table] },
    message: `Table ${table} is not proved: at the last attempts the target had not reached the source${reason ? `: ${reason}` : ''}`,
    action:
      'Verify it on request when less is written. Where it never is, raise monitoring.proofWaitSeconds, or allow a short stop of replication with verification.allowBarrier.',
    evidence: lastAttempt?.finishedAt ?? finishedAt,
  };
}

/**
 * A hot table misses its proof now and then, which is no alert. One that lags three times in a row may never be proved
 * in time. It keeps nothing from being safe: as long as its proof is young it counts, and proof-too-old says the rest.
 */
export const checksumLaggingCheck: Check = {
  id: 'checksum-lagging',
  claim: 'No watched table lags whenever it is compared',
  blocks: 'never',
  needs: 'proofs',
  policy: { ...proven, minSamples: 3 },
  judge: (evidence, nowMs): CheckReading => {
    const { results } = evidence.checksums;
    const watched = watchedTables(evidence);
    const tooOld = new Set(proofsOf(evidence, nowMs).old.map(({ table }) => table));
    const isOthers = isExplained(evidence);
    const lagging = results.filter((result) => lagged(result) && watched?.has(result.table) === true);
    return {
      found: isOthers ? [] : lagging.filter(({ table }) => !tooOld.has(table)).map(found),
      rest: watched === null || lagging.length > 0 || results.length === 0 ? 'unknown' : 'pass',
      otherwise: (subject): Quiet => {
        if (isOthers || tooOld.has(subject)) return { kind: 'explained' };
        const result = byTable(results).get(subject);
        if (result === undefined) return ifUnwatched(evidence, subject);
        // A comparison that proved nothing for another reason breaks no row, and ends none.
        const isProved = !result.lastAttempt && (result.verdict === 'matched' || result.verdict === 'diverged');
        return isProved ? { kind: 'pass', evidence: result.finishedAt } : { kind: 'unknown' };
      },
    };
  },
  summarise: (all) => together(all, (tables) => `${tables} lag whenever they are compared`),
};
