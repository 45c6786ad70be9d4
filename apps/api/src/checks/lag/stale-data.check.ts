import type { ReplicaLag, ServerStatus } from '@cutover/contracts';
import { nothingKnown, passing, type Check, type Found } from '../../evidence/check.js';

function describe(lag: ReplicaLag): string {
  const why = lag.reason === null ? '' : `: ${lag.reason}`;
  return lag.isStale
    ? `The last measurement of replica lag is from ${lag.measuredAt}; everything about replication is unknown${why}`
    : `Replication could not be read; its state is unknown${why}`;
}

/** The sample is no older than what the target was like when it was taken: it says nothing of the target as it is now. */
function isFromBefore(lag: ReplicaLag, target: ServerStatus): boolean {
  return !lag.isStale && (target.state === 'connecting' || lag.measuredAt < target.since);
}

function found(lag: ReplicaLag | null): Found {
  if (lag === null)
    return {
      ...{ subject: 'lag', outcome: 'unknown', severity: 'INFO', evidence: 'never' },
      ...{ message: 'Replica lag has not been measured yet', action: 'Wait for the first interval.' },
    };
  return {
    ...{ subject: 'lag', outcome: 'unknown', severity: 'WARNING', evidence: lag.measuredAt, isOutdated: lag.isStale },
    message: describe(lag),
    action: 'Look at the connection of both sides and at missing grants; do not trust older figures.',
  };
}

/**
 * Nothing fresh is known about replication. Never measured at all is the state of the first seconds, and makes no alert.
 * While the target is down nothing can be: connection-lost says so, and what follows from it.
 */
export const staleDataCheck: Check = {
  id: 'stale-data',
  claim: 'Replication is measured',
  blocks: 'unless-passed',
  needs: 'both',
  notWaivable:
    'Without a fresh measurement nobody knows whether the target has what the source wrote. Make the measurement work.',
  policy: passing,
  judge: ({ lag, connection: { target } }) => {
    if (!lag) return { ...nothingKnown, found: [found(null)] };
    if (!lag.isStale && lag.state !== 'unknown')
      return { found: [], rest: 'pass', otherwise: () => ({ kind: 'pass', evidence: lag.measuredAt }) };
    if (target.state === 'down') return { ...nothingKnown, otherwise: () => ({ kind: 'explained' }) };
    if (isFromBefore(lag, target)) return nothingKnown;
    return { ...nothingKnown, found: [found(lag)] };
  },
};
