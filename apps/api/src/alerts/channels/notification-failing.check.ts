import type { ChannelState, NotificationChannel } from '@cutover/contracts';
import { asSentence } from '../../failures/as-sentence.js';
import { nothingKnown, type AlertPolicy, type Check, type Found, type Quiet } from '../../evidence/check.js';

/** One hiccup is no news; one message that arrived is proof enough. */
const policy: AlertPolicy = { hold: 'configured', resolve: 'at-once', minSamples: 2 };

/** Whoever relies on being told must see on the page that nobody is. */
export const notificationFailingCheck: Check = {
  id: 'notification-failing',
  claim: 'No notification channel fails',
  blocks: 'never',
  needs: 'nothing',
  policy,
  judge: ({ notifications }) => {
    if (notifications === null) return nothingKnown;
    return {
      found: notifications.flatMap((channel) => findings[channel.state](channel)),
      rest: 'pass',
      otherwise: (subject) => quietOf(notifications.find(({ name }) => name === subject)),
    };
  },
};

const findings: Record<ChannelState, (channel: NotificationChannel) => Found[]> = {
  working: () => [],
  untried: (channel) => [untried(channel)],
  failing: (channel) => [failing(channel)],
};

/** A setting that was never tried may hold a wrong address: nobody should find that out at night. */
function untried({ name, type, destination }: NotificationChannel): Found {
  return {
    ...{ subject: name, outcome: 'unknown', severity: 'INFO', evidence: '' },
    message: `It is not known whether notifications of channel ${name} (${type} to ${destination}) arrive: none was sent yet`,
    action: 'Press Test at the channel.',
  };
}

function failing({ name, type, destination, lastFailure, lastFailureAt, waiting, action }: NotificationChannel): Found {
  const waits = waiting === 0 ? '' : `; ${waiting} ${waiting === 1 ? 'message waits' : 'messages wait'}`;
  return {
    ...{ subject: name, outcome: 'fail', severity: 'WARNING' },
    message: `Notifications of channel ${name} (${type} to ${destination}) do not arrive: ${lastFailure ?? 'unknown why'}${waits}`,
    action: `${asSentence(action)} Then press Test at the channel; what waits is sent by itself.`,
    evidence: lastFailureAt ?? '',
  };
}

/** A channel that is gone from the configuration fails nobody. */
function quietOf(channel: NotificationChannel | undefined): Quiet {
  if (channel === undefined) return { kind: 'pass', evidence: 'not configured' };
  return channel.state === 'working' ? { kind: 'pass', evidence: channel.lastSuccessAt ?? '' } : { kind: 'unknown' };
}
