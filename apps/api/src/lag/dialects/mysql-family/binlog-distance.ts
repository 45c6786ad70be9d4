import type { BinlogPlace, ChannelStatus } from '@cutover/databases/mysql-family';
import type { BinlogFiles } from './binlog-status.js';

/**
 * Bytes of binary log between two places. Within one file no sizes are needed. null when a file is not listed (purged,
 * or of another server), or when `from` stands after `to`: unknown, never 0.
 */
export function bytesBetween(from: BinlogPlace, to: BinlogPlace, files: BinlogFiles | null): number | null {
  if (from.file === to.file) return to.position >= from.position ? to.position - from.position : null;
  const first = files?.findIndex(({ file }) => file === from.file) ?? -1;
  const last = files?.findIndex(({ file }) => file === to.file) ?? -1;
  if (!files || first < 0 || last < first) return null;
  const between = files.slice(first, last).reduce((sum, { bytes }) => sum + bytes, 0);
  return between - from.position + to.position;
}

/** The backlog in bytes, split where the cure differs: the network or receiver, and the applier. */
export interface ByteBacklog {
  notReceivedBytes: number | null;
  notAppliedBytes: number | null;
}

/** Pure: backlog of the channel that comes from this source. */
export function byteBacklog(
  channel: ChannelStatus | null,
  end: BinlogPlace | null,
  files: BinlogFiles | null,
): ByteBacklog {
  const { received = null, executed = null } = channel ?? {};
  return {
    notReceivedBytes: received && end ? bytesBetween(received, end, files) : null,
    notAppliedBytes: received && executed ? bytesBetween(executed, received, files) : null,
  };
}

/** True when the distances cannot be told without the sizes of the source's files. */
export function needsFileSizes(channel: ChannelStatus | null, end: BinlogPlace | null): boolean {
  const files = [channel?.executed?.file, channel?.received?.file, end?.file].filter((file) => file !== undefined);
  return new Set(files).size > 1;
}

/** The channel that carries this migration: the one connected to the source's server_id, or the only one there is. */
export function channelFrom(channels: readonly ChannelStatus[], sourceServerId: string | null): ChannelStatus | null {
  const connected = channels.filter((channel) => sourceServerId !== null && channel.sourceServerId === sourceServerId);
  if (connected.length === 1) return connected[0]!;
  return channels.length === 1 ? channels[0]! : null;
}
