import type { ReplicationSlot } from '@cutover/contracts';
import { passing, type Check } from '../../evidence/check.js';
import { hasSubscription, readLag, type LagFinding } from '../lag/fresh-lag.js';

/** Of what a slot may retain, so much must be left: less is used up by one slow hour. */
const leastShareLeft = 0.2;

const raise = 'Make the source keep more for it, and let the target catch up.';

function judgeSlot({ name, walStatus, retainedBytes, safeWalBytes, action }: ReplicationSlot): LagFinding[] {
  const found = { subject: `slot ${name}`, outcome: 'fail', action: action ?? raise } as const;
  if (walStatus === 'unreserved')
    return [
      {
        ...found,
        severity: 'CRITICAL',
        message: `The source is about to remove what the target still needs (slot ${name} is unreserved): the copy must be made anew then`,
      },
    ];
  if (safeWalBytes === null || retainedBytes === null || safeWalBytes > leastShareLeft * (safeWalBytes + retainedBytes))
    return [];
  return [
    {
      ...found,
      severity: 'WARNING',
      message: `Slot ${name} retains ${inMiB(retainedBytes)} MiB on the source, and is lost after another ${inMiB(safeWalBytes)} MiB`,
    },
  ];
}

const inMiB = (bytes: number): number => Math.max(0, Math.round(bytes / 2 ** 20));

/** The source keeps what the target has not confirmed. A slot that is lost already breaks replication, which says so. */
export const replicationSlotCheck: Check = {
  id: 'replication-slot',
  engines: ['postgres'],
  claim: 'The slots on the source keep what the target needs',
  blocks: 'when-failed',
  needs: 'both',
  policy: passing,
  judge: (evidence) => {
    const reading = readLag(evidence, (lag) =>
      lag.channels.flatMap(({ subscription }) => (subscription?.slot ? judgeSlot(subscription.slot) : [])),
    );
    const isAnyUnknown =
      !hasSubscription(evidence) || evidence.lag?.channels.some(({ subscription }) => !subscription?.slot) === true;
    return isAnyUnknown ? { ...reading, rest: 'unknown', otherwise: () => ({ kind: 'unknown' }) } : reading;
  },
};
