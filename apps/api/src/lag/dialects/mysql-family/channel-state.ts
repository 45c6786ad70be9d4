import type { ReplicationChannel, ReplicationState } from '@cutover/contracts';
import type { ChannelStatus } from '@cutover/databases/mysql-family';
import { channelFault } from './channel-fault.js';

/**
 * Pure: the state of one channel.
 * @param isBehind whether the target lacks anything of the source; null when that is unknown. A channel that runs is
 * then unknown too: that its threads run says nothing about how far they are.
 *
 * A receiver that tries to connect in vain is `stopped`, not `broken`: the server retries by itself, and its error is
 * beside it. `broken` needs somebody.
 */
export function channelState(channel: ChannelStatus, isBehind: boolean | null): ReplicationState {
  const { receiver, applier, receiverErrno, applierErrno } = channel;
  if (applier === 'stopped' && applierErrno !== 0) return 'broken';
  if (receiver === 'stopped' && receiverErrno !== 0) return 'broken';
  if (receiver === 'stopped' || receiver === 'connecting') return 'stopped';
  if (receiver === 'unknown' || applier === 'unknown') return 'unknown';
  if (applier === 'stopped') return 'receiving-only';
  if (isBehind === null) return 'unknown';
  return isBehind ? 'applying' : 'idle';
}

/**
 * Pure: seconds behind as the worst channel says it. null as soon as one channel cannot say it: NULL is what a server
 * answers when replication is stopped, and the figure of a channel whose receiver is not connected is worth nothing.
 */
export function worstSeconds(channels: readonly ChannelStatus[]): number | null {
  if (channels.length === 0) return null;
  const seconds = channels.map(({ receiver, secondsBehind }) => (receiver === 'running' ? secondsBehind : null));
  return seconds.reduce((worst, each) => (worst === null || each === null ? null : Math.max(worst, each)));
}

/** Pure: a channel as the user sees it. */
export function describeChannel(channel: ChannelStatus, isBehind: boolean | null): ReplicationChannel {
  const { name, sourceHost, sourcePort, receiver, applier, secondsBehind, delaySeconds, tls } = channel;
  const errors = [
    channel.applierErrno !== 0 ? `Applier error ${channel.applierErrno}: ${channel.applierError}` : '',
    channel.receiverErrno !== 0 ? `Receiver error ${channel.receiverErrno}: ${channel.receiverError}` : '',
  ].filter((text) => text !== '');
  const fault = channelFault(channel);
  return {
    name,
    state: channelState(channel, isBehind),
    sourceHost,
    sourcePort,
    receiver,
    applier,
    secondsBehind,
    delaySeconds,
    tls,
    lastError: errors.length ? errors.join(' ') : null,
    headline: fault?.headline ?? null,
    action: fault?.action ?? null,
    ...(fault?.statement === undefined ? {} : { statement: fault.statement }),
  };
}
