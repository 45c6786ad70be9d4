import { type ChannelStatus, errorActionOf, headlineOf } from '@cutover/databases/mysql-family';

/** What is wrong with a channel, and what to do about it. */
export interface ChannelFault {
  headline: string;
  action: string;
  /** What starts its threads on the target, where nothing but that is to be done. */
  statement?: string;
}

/** Pure: the error of a channel; without one, the thread that does not work. null: nothing is wrong, or it is unknown. */
export function channelFault(channel: ChannelStatus): ChannelFault | null {
  const [headline, action] = [headlineOf(channel), errorActionOf(channel)];
  return headline !== null && action !== null ? { headline, action } : idleThread(channel);
}

function idleThread({ name, receiver, applier, sourceHost, sourcePort }: ChannelStatus): ChannelFault | null {
  // REPLICA is known from MariaDB 10.5.1 and MySQL 8.0.22 on; each names another channel in a way of its own.
  const offered = (statement: string) => (name === '' ? { statement } : {});
  if (applier === 'stopped')
    return {
      ...offered('START REPLICA;'),
      headline: receiver === 'stopped' ? 'Both replication threads are stopped' : 'The applier is stopped',
      action: 'If nobody stopped it on purpose, run START REPLICA (START SLAVE) on the target.',
    };
  if (receiver === 'stopped')
    return {
      ...offered('START REPLICA IO_THREAD;'),
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
