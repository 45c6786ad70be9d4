import type { ReplicationLimit } from '@cutover/contracts';
import { nothingKnown, passing, type Check, type CheckReading, type Found } from '../../../evidence/check.js';

/** From this part of a limit on, the next thing may find no room. */
const nearlyShare = 0.9;

/** What no longer works once a limit is reached. */
const consequences: Readonly<Record<string, string>> = {
  max_replication_slots:
    'no further slot or subscription can be made, and tables of a subscription that is refreshed are not copied',
  max_wal_senders: 'a subscription that loses its connection does not come back',
  max_worker_processes: 'workers of replication do not start, without an error on the source',
  max_logical_replication_workers: 'a subscription that is enabled, or whose worker ends, gets no worker',
  max_active_replication_origins: 'no further subscription can be made, and no further table is copied',
};

const subjectOf = ({ side, name }: ReplicationLimit): string => `${side} ${name}`;

/** Limits of both servers leave room. Nothing is lost when one is reached: what comes next fails. */
export const replicationLimitsCheck: Check = {
  id: 'replication-limits',
  engines: ['postgres'],
  claim: 'Slots, senders and workers of both servers are within their limits',
  blocks: 'never',
  needs: 'both',
  policy: passing,
  judge: ({ 'logical-replication': told }): CheckReading => {
    if (told === null || told.limits.length === 0) return nothingKnown;
    const found = told.limits.flatMap((limit) => judgeLimit(limit, told.measuredAt));
    const isWhole = (['source', 'target'] as const).every((role) => told.limits.some(({ side }) => side === role));
    return {
      found,
      rest: isWhole ? 'pass' : 'unknown',
      otherwise: (subject) =>
        told.limits.some((limit) => subjectOf(limit) === subject)
          ? { kind: 'pass', evidence: told.measuredAt }
          : { kind: 'unknown' },
    };
  },
};

function judgeLimit(told: ReplicationLimit, evidence: string): Found[] {
  const { side, name, limit, used, isByDesign } = told;
  const of = { subject: subjectOf(told), evidence };
  if (used === null)
    return [
      {
        ...{ ...of, outcome: 'unknown', severity: 'INFO', side },
        message: `How much of ${name} (${limit}) is used on the ${side} is unknown: our account may not see others' processes`,
        action: `Run on the ${side} as an administrator: GRANT pg_monitor TO our account.`,
      },
    ];
  if (isByDesign || used < nearlyShare * limit) return [];
  const isReached = used >= limit;
  return [
    {
      ...{ ...of, outcome: 'fail', severity: 'WARNING' },
      message: `${name} of the ${side} is ${isReached ? 'used up' : 'nearly used up'}: ${used} of ${limit}. ${isReached ? 'Now' : 'Once it is'} ${consequences[name] ?? 'what comes next fails'}`,
      action: `Raise ${name} on the ${side} and restart it (on Amazon RDS: in its parameter group, then reboot), or end what no longer needs its place; what belongs to other tools only with those who own it.`,
    },
  ];
}
