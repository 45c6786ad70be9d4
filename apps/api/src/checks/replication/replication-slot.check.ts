import type { ReplicationSlot } from '@cutover/contracts';
import { passing, type Check } from '../../evidence/check.js';
import type { Evidence } from '../../evidence/evidence.js';
import { hasSubscription, readLag, type LagFinding } from '../lag/fresh-lag.js';
import { inWords } from '../texts/in-words.js';

/** Of what a slot may retain, so much must be left: less is used up by one slow hour. */
const leastShareLeft = 0.2;

const raise = 'Make the source keep more for it, and let the target catch up.';

/** Somebody must have the time to see it, and to act. */
const shortestSeconds = 12 * 3_600;

/** `lostInSeconds`: at the present rate; null: unknown, or not at all. */
function judgeSlot(
  { name, walStatus, retainedBytes, safeWalBytes, action }: ReplicationSlot,
  lostInSeconds: number | null,
): LagFinding[] {
  const found = { subject: `slot ${name}`, outcome: 'fail', action: action ?? raise } as const;
  if (walStatus === 'unreserved')
    return [
      {
        ...found,
        severity: 'CRITICAL',
        message: `The source is about to remove what the target still needs (slot ${name} is unreserved): the copy must be made anew then`,
      },
    ];
  if (lostInSeconds !== null && lostInSeconds < shortestSeconds)
    return [
      {
        ...found,
        severity: 'CRITICAL',
        message: `Slot ${name} is lost in ${inWords(lostInSeconds)} at this rate: it may retain another ${inMiB(safeWalBytes ?? 0)} MiB on the source. The copy must be made anew then`,
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

function lostIn({ 'logical-replication': told }: Evidence, slot: string): number | null {
  return told?.slots.find(({ name }) => name === slot)?.lostInSeconds ?? null;
}

const inMiB = (bytes: number): number => Math.max(0, Math.round(bytes / 2 ** 20));

/** The source keeps what the target has not confirmed. A slot that is lost already breaks replication, which says so. */
export const replicationSlotCheck: Check = {
  id: 'replication-slot',
  engines: ['postgres'],
  claim: 'The slots on the source keep what the target needs',
  blocks: 'when-failed',
  weight: 'replication',
  needs: 'both',
  policy: passing,
  judge: (evidence) => {
    const reading = readLag(evidence, (lag) =>
      lag.channels.flatMap(({ subscription }) =>
        subscription?.slot ? judgeSlot(subscription.slot, lostIn(evidence, subscription.slot.name)) : [],
      ),
    );
    const isAnyUnknown =
      !hasSubscription(evidence) || evidence.lag?.channels.some(({ subscription }) => !subscription?.slot) === true;
    return isAnyUnknown ? { ...reading, rest: 'unknown', otherwise: () => ({ kind: 'unknown' }) } : reading;
  },
};
