import { readChannels, type ChannelStatus } from '@cutover/databases/mysql-family';
import type { IsReplicationStopped } from '../replication-dialect.js';

/** True when no channel can bring the target further: each lacks its applier, or has no receiver connected. */
export function isStopped(channels: readonly ChannelStatus[]): boolean {
  return channels.every(
    ({ receiver, applier }) => applier === 'stopped' || receiver === 'stopped' || receiver === 'connecting',
  );
}

/** MariaDB and MySQL. */
export const isMysqlFamilyStopped: IsReplicationStopped = async (target, bounds) =>
  isStopped(await readChannels(target, bounds));
