import type { ReplicaLag, ServerStatus } from '@cutover/contracts';
import { nothingKnown, passing, type AlertRule } from '../alert-rule.js';

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

/**
 * Nothing fresh is known about replication. Never measured at all is the state of the first seconds, and no finding.
 * While the target is down nothing can be: connection_lost says so, and what follows from it.
 */
export const staleDataRule: AlertRule = {
  type: 'stale_data',
  policy: passing,
  judge: ({ lag, connection }) => {
    if (!lag) return nothingKnown;
    if (!lag.isStale && lag.state !== 'unknown')
      return { findings: [], otherwise: () => ({ kind: 'good', evidence: lag.measuredAt }) };
    if (connection.target.state === 'down') return { findings: [], otherwise: () => ({ kind: 'explained' }) };
    if (isFromBefore(lag, connection.target)) return nothingKnown;
    return {
      findings: [
        {
          subject: 'lag',
          severity: 'WARNING',
          message: describe(lag),
          action: 'Look at the connection of both sides and at missing grants; do not trust older figures.',
          evidence: lag.measuredAt,
        },
      ],
      otherwise: () => ({ kind: 'unknown' }),
    };
  },
};
