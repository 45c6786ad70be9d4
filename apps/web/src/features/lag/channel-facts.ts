import type { Engine, InitialSync, ReplicaLag, ReplicationChannel, Subscription } from '@cutover/contracts';
import { formatSeconds } from '../../format/duration.js';
import { formatBytes, formatCount, formatInteger } from '../../format/figures.js';

/** Whether the engine numbers transactions and has domains; otherwise the log that is behind says how much is missing. */
export const countsTransactions: Readonly<Record<Engine, boolean>> = { mariadb: true, mysql: true, postgres: false };

/** How many ways of replication there are, in the words of the engine. */
export function channelsHeading({ channels, domains }: ReplicaLag, engine: Engine): string {
  if (!countsTransactions[engine]) return formatCount(channels.length, 'subscription');
  return `${formatCount(channels.length, 'channel')}, ${formatCount(domains.length, 'GTID domain')}`;
}

/** Where a channel reads from. A subscription does not tell its host to our account. */
export function originOf({ subscription, sourceHost, sourcePort }: ReplicationChannel): string {
  if (subscription === undefined) return `from ${sourceHost ?? 'unknown host'}:${sourcePort ?? '?'}`;
  return subscription.slotName === null ? 'without a slot' : `from slot ${subscription.slotName}`;
}

/** What else is known of a channel, in short. Unknown is said, never left out. */
export function channelFacts(channel: ReplicationChannel): string[] {
  return [
    `receiver ${channel.receiver}`,
    `applier ${channel.applier}`,
    channel.secondsBehind === null ? 'seconds behind unknown' : `${formatSeconds(channel.secondsBehind)} behind`,
    channel.tls === null ? 'encryption unknown' : channel.tls ? 'encrypted' : 'plain, not encrypted',
    ...(channel.delaySeconds > 0 ? [`delayed on purpose by ${formatSeconds(channel.delaySeconds)}`] : []),
  ];
}

/** The same of a subscription: what moves it, its slot, and the first copy. */
export function subscriptionFacts(
  { applier, tls }: ReplicationChannel,
  { isEnabled, slot, initialSync: { tables, ready } }: Subscription,
): string[] {
  return [
    isEnabled ? 'enabled' : 'disabled',
    `apply worker ${applier}`,
    slot === null
      ? 'slot unknown or missing'
      : `slot ${slot.isActive ? 'active' : 'not active'}, ${slot.walStatus ?? 'state unknown'}`,
    known(slot?.behindBytes, (bytes) => `${bytes} behind`) ?? 'bytes behind unknown',
    known(slot?.retainedBytes, (bytes) => `${bytes} of log kept for it`) ?? 'log kept unknown',
    `${ready} of ${tables} tables copied`,
    tls === null ? 'encryption unknown' : tls ? 'encrypted' : 'plain, not encrypted',
  ];
}

const copyWords: Readonly<Record<InitialSync['pending'][number]['state'], string>> = {
  ...{ waiting: 'waits for its copy', copying: 'is being copied', 'catching-up': 'catches up after its copy' },
};

/** Tables whose first copy is not done, with how far the one that runs is. */
export function copyTexts({ tables, ready, pending }: InitialSync): string[] {
  const texts = pending.map(({ table, state, copiedBytes, copiedRows }) => {
    const bytes = formatBytes(copiedBytes);
    const progress = bytes === null ? '' : `: ${bytes}, ${formatInteger(copiedRows) ?? 'unknown'} rows so far`;
    return `${table} ${copyWords[state]}${progress}`;
  });
  const more = tables - ready - pending.length;
  return more > 0 ? [...texts, `and ${formatCount(more, 'more table')}`] : texts;
}

function known(bytes: number | null | undefined, sentence: (text: string) => string): string | null {
  const text = formatBytes(bytes ?? null);
  return text === null ? null : sentence(text);
}
