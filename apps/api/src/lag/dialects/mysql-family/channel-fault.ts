import { type ChannelStatus, errorActionOf, headlineOf } from '@cutover/databases/mysql-family';

/** What is wrong with a channel, and what to do about it. */
export interface ChannelFault {
  headline: string;
  action: string;
}

/** Pure: the error of a channel; without one, the thread that does not work. null: nothing is wrong, or it is unknown. */
export function channelFault(channel: ChannelStatus): ChannelFault | null {
  const [headline, action] = [headlineOf(channel), errorActionOf(channel)];
  return headline !== null && action !== null ? { headline, action } : idleThread(channel);
}

function idleThread({ receiver, applier, sourceHost, sourcePort }: ChannelStatus): ChannelFault | null {
  if (applier === 'stopped')
    return {
      headline: receiver === 'stopped' ? 'Both replication threads are stopped' : 'The applier is stopped',
      action: 'If nobody stopped it on purpose, run START REPLICA (START SLAVE) on the target.',
    };
  if (receiver === 'stopped')
    return {
      headline: 'The receiver is stopped',
      action: 'Run START REPLICA IO_THREAD (START SLAVE IO_THREAD) on the target and look at its error log.',
    };
  if (receiver !== 'connecting') return null;
  const from = sourceHost === null ? 'the source' : `${sourceHost}:${sourcePort ?? 3306}`;
  return {
    headline: `The receiver cannot connect to ${from}`,
    action: `Check from the target's host that ${from} can be reached.`,
  };
}
