import type { ReplicationChannel } from '@cutover/contracts';
import { passing, type Check } from '../../evidence/check.js';
import { channelSubject, hasSubscription, readLag, type LagFinding } from '../lag/fresh-lag.js';

function judgeSubscription(channel: ReplicationChannel): LagFinding[] {
  const gaps = channel.subscription?.coverage?.gaps ?? [];
  if (gaps.length === 0) return [];
  const subject = channelSubject(channel);
  const isLossy = gaps.some(({ kind }) => kind !== 'limited');
  return [
    {
      ...{ subject, outcome: 'fail', severity: isLossy ? 'CRITICAL' : 'WARNING' },
      message: `The ${subject} does not carry all: ${gaps.map(({ headline }) => headline).join('; ')}`,
      action: [...new Set(gaps.map(({ action }) => action))].join(' '),
    },
  ];
}

/** What is published and what is subscribed are two lists, on two servers; where they differ, rows do not come, without an error. */
export const subscribedTablesCheck: Check = {
  id: 'subscribed-tables',
  engines: ['postgres'],
  claim: 'Subscriptions carry all that their publications have, and whole tables',
  blocks: 'unless-passed',
  weight: 'replication',
  needs: 'both',
  policy: passing,
  judge: (evidence) => {
    const reading = readLag(evidence, (lag) => lag.channels.flatMap(judgeSubscription));
    const isAnyUnknown =
      !hasSubscription(evidence) || evidence.lag?.channels.some(({ subscription }) => !subscription?.coverage) === true;
    return isAnyUnknown ? { ...reading, rest: 'unknown', otherwise: () => ({ kind: 'unknown' }) } : reading;
  },
};
