import type { InitialSync, ReplicationChannel } from '@cutover/contracts';
import { passing, type Check } from '../evidence/check.js';
import { channelSubject, readLag, type LagFinding } from './fresh-lag.js';

const named = 3;

const words: Record<InitialSync['pending'][number]['state'], string> = {
  waiting: 'waits',
  copying: 'is being copied',
  'catching-up': 'catches up',
};

function judgeSubscription(channel: ReplicationChannel): LagFinding[] {
  if (channel.subscription === undefined) return [];
  const { tables, ready, pending, action } = channel.subscription.initialSync;
  const subject = channelSubject(channel);
  if (tables === 0)
    return [
      {
        ...{ subject, outcome: 'fail', severity: 'WARNING' },
        message: `The ${subject} has no table, so nothing is replicated`,
        action: action ?? 'Add tables to it.',
      },
    ];
  if (ready >= tables) return [];
  const some = pending.slice(0, named).map(({ table, state }) => `${table} ${words[state]}`);
  const more = tables - ready - some.length;
  return [
    {
      ...{ subject, outcome: 'fail', severity: 'INFO' },
      message: `First copy: ${ready} of ${tables} tables are on the target; ${some.join(', ')}${more > 0 ? `, and ${more} more` : ''}`,
      action: 'Wait for its end. If no table moves on, read the error log of the target.',
    },
  ];
}

/** Every table of the subscriptions was copied and is replicated since. A copy under way makes no alert, because it takes hours; a subscription without a table does. */
export const initialSyncCheck: Check = {
  id: 'initial-sync',
  engines: ['postgres'],
  claim: 'Every table of the subscriptions was copied',
  blocks: 'unless-passed',
  policy: passing,
  judge: (evidence) => readLag(evidence, (lag) => lag.channels.flatMap(judgeSubscription)),
};
