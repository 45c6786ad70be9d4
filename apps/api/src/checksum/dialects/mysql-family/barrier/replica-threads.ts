/** Lists every channel of a MariaDB replica. */
export const replicaThreadsStatement = 'SHOW ALL SLAVES STATUS';

/** What must be known of one channel before its threads are stopped, and while they are. */
export interface ReplicaThreads {
  /** The name of the channel; empty for the default one. */
  channel: string;
  /** True while the thread lives, connected or not. */
  isReceiving: boolean;
  isApplying: boolean;
  /** The error that ended a thread; empty: none did. */
  receiverError: string;
  applierError: string;
  /** False: it replicates by file and position. */
  isByGtid: boolean;
  /** True under START SLAVE UNTIL: the threads will end by themselves. */
  hasEnd: boolean;
  /** The configured delay, in seconds. */
  delaySeconds: number;
}

/** Pure: reads one row of the statement. */
export function readReplicaThreads(row: object): ReplicaThreads {
  const columns = row as Readonly<Record<string, unknown>>;
  const text = (name: string): string => String(columns[name] ?? '');
  const errorOf = (thread: 'IO' | 'SQL'): string =>
    Number(columns[`Last_${thread}_Errno`] ?? 0) === 0 ? '' : text(`Last_${thread}_Error`) || 'an unnamed error';
  return {
    channel: text('Connection_name'),
    // `Connecting` and `Preparing` count too: the thread lives and tries.
    isReceiving: !['no', ''].includes(text('Slave_IO_Running').toLowerCase()),
    isApplying: text('Slave_SQL_Running').toLowerCase() === 'yes',
    ...{ receiverError: errorOf('IO'), applierError: errorOf('SQL') },
    isByGtid: ['slave_pos', 'current_pos'].includes(text('Using_Gtid').toLowerCase()),
    hasEnd: !['none', ''].includes(text('Until_Condition').toLowerCase()),
    delaySeconds: Number(columns['SQL_Delay'] ?? 0),
  };
}

/** Pure: why replication must not be stopped here, even for a moment; null: it may be. */
export function barrierObstacle(channels: readonly ReplicaThreads[]): string | null {
  const [only, ...others] = channels;
  if (only === undefined) return 'the target does not replicate';
  if (others.length > 0) return severalChannels(channels);
  if (only.channel !== '')
    return `replication runs in a channel of its own name (${only.channel}), not in the default one`;
  if (!only.isByGtid) return filePosition;
  if (!only.isReceiving || !only.isApplying)
    return `replication does not run, and was not stopped by us${becauseOf(only)}: see SHOW ALL SLAVES STATUS`;
  if (only.hasEnd) return 'replication was started with START SLAVE UNTIL by somebody else';
  if (only.delaySeconds > 0) return `replication is delayed on purpose by ${only.delaySeconds} s`;
  return null;
}

/** Pure: why two snapshots may never meet on this target although it is not behind; null: its channels are no reason. */
export function channelReason(channels: readonly ReplicaThreads[]): string | null {
  if (channels.length > 1) return severalChannels(channels);
  return channels.some(({ isByGtid }) => !isByGtid) ? filePosition : null;
}

/** Pure: what people should know beside a verdict: rows that come from another source count as extra. */
export function channelNotes(channels: readonly ReplicaThreads[]): string[] {
  if (channels.length < 2) return [];
  const names = namesOf(channels);
  return [
    `The target replicates from ${channels.length} sources (${names}): rows that come from the others differ like any others`,
  ];
}

/**
 * How the threads that we stopped are started again. `broken`: one ended on an error meanwhile; to skip that is not
 * our decision.
 */
export type Restart =
  { kind: 'running' } | { kind: 'start'; statements: readonly string[] } | { kind: 'broken'; error: string };

/** Pure: how to start replication again. Only for a replica whose threads ran without an end or an error before. */
export function restartOf(channels: readonly ReplicaThreads[]): Restart {
  const [only] = channels;
  if (only === undefined) return { kind: 'broken', error: 'the target does not replicate any more' };
  const error = (!only.isApplying && only.applierError) || (!only.isReceiving && only.receiverError);
  if (error) return { kind: 'broken', error };
  if (only.isApplying && only.isReceiving && !only.hasEnd) return { kind: 'running' };
  const isStopped = !only.isApplying && !only.isReceiving;
  return { kind: 'start', statements: isStopped ? ['START SLAVE'] : ['STOP SLAVE', 'START SLAVE'] };
}

const filePosition =
  'replication is by file and position, so what the target calls its GTID position may not be all that it has applied: CHANGE MASTER TO MASTER_USE_GTID = slave_pos';

function severalChannels(channels: readonly ReplicaThreads[]): string {
  return `the target replicates from ${channels.length} sources (${namesOf(channels)}), so that its GTID position is not that of one`;
}

function namesOf(channels: readonly ReplicaThreads[]): string {
  return channels.map(({ channel }) => (channel === '' ? 'the default one' : channel)).join(', ');
}

function becauseOf({ applierError, receiverError }: ReplicaThreads): string {
  const error = applierError || receiverError;
  return error === '' ? '' : ` (${error})`;
}
