import type { InitialSync, ReplicationChannel } from '@cutover/contracts';
import { passing, type Check } from '../../evidence/check.js';
import { bytesText } from '../texts/amounts-text.js';
import { channelSubject, hasSubscription, readLag, type LagFinding } from '../lag/fresh-lag.js';

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
  const some = pending.slice(0, named).map((each) => `${each.table} ${words[each.state]}${progressOf(each)}`);
  const more = tables - ready - some.length;
  return [
    {
      ...{ subject, outcome: 'fail', severity: 'INFO' },
      message: `First copy: ${ready} of ${tables} tables are on the target; ${some.join(', ')}${more > 0 ? `, and ${more} more` : ''}`,
      action: 'Wait for its end. If no table moves on, read the error log of the target.',
    },
  ];
}

/** How far the copy that runs is, where the target tells it. */
function progressOf({ copiedBytes, copiedRows }: InitialSync['pending'][number]): string {
  if (copiedBytes === null || copiedRows === null) return '';
  return ` (${bytesText(copiedBytes)}, ${copiedRows} ${copiedRows === '1' ? 'row' : 'rows'} so far)`;
}

/**
 * No table is being copied. It makes no alert: a copy takes hours. Whether one was copied at all is not known: with
 * copy_data = false a table is ready at once.
 */
export const initialSyncCheck: Check = {
  id: 'initial-sync',
  engines: ['postgres'],
  claim: 'No first copy of a table is under way',
  blocks: 'unless-passed',
  weight: 'replication',
  needs: 'target',
  policy: passing,
  judge: (evidence) => {
    const reading = readLag(evidence, (lag) => lag.channels.flatMap(judgeSubscription));
    return hasSubscription(evidence) ? reading : { ...reading, rest: 'unknown' };
  },
};
