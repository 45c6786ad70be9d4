import type { ChannelStatus } from './channel-status.js';
import {
  applierErrors,
  otherApplierAction,
  otherReceiverAction,
  receiverErrors,
  type ReplicaError,
} from './replica-errors.js';

/** Pure: what the error of a channel means, in plain words; null when it has none. An unknown one is named by its thread. */
export function headlineOf(channel: ChannelStatus): string | null {
  const { applierErrno, receiverErrno } = channel;
  if (applierErrno !== 0)
    return (
      applierErrorOf(channel)?.headline ?? `The target could not apply a change of the source (error ${applierErrno})`
    );
  if (receiverErrno !== 0)
    return receiverErrorOf(channel)?.headline ?? `The target cannot receive from the source (error ${receiverErrno})`;
  return null;
}

/** Pure: what to do about the error of a channel; null when it has none. */
export function errorActionOf(channel: ChannelStatus): string | null {
  if (channel.applierErrno !== 0) return applierErrorOf(channel)?.action ?? otherApplierAction;
  return channel.receiverErrno === 0 ? null : (receiverErrorOf(channel)?.action ?? otherReceiverAction);
}

function applierErrorOf(channel: ChannelStatus): ReplicaError | undefined {
  return firstOf(applierErrors, channel.applierErrno, channel.applierError, channel);
}

function receiverErrorOf(channel: ChannelStatus): ReplicaError | undefined {
  return firstOf(receiverErrors, channel.receiverErrno, channel.receiverError, channel);
}

function firstOf(
  errors: readonly ReplicaError[],
  errno: number,
  text: string,
  channel: ChannelStatus,
): ReplicaError | undefined {
  return errors.find(({ errnos, matches }) => errnos.includes(errno) && (matches?.(text, channel) ?? true));
}
