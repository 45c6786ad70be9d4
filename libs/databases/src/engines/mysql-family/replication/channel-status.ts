import type { ReplicationChannel } from '@cutover/contracts';

/** A place in the source's binary log: file and the byte after the last event. */
export interface BinlogPlace {
  file: string;
  position: number;
}

/** One channel as the target's server tells it, with nothing concluded yet. */
export interface ChannelStatus {
  name: string;
  sourceHost: string | null;
  sourcePort: number | null;
  /** server_id of the source this channel is connected to; null before the first connect. */
  sourceServerId: string | null;
  receiver: ReplicationChannel['receiver'];
  applier: ReplicationChannel['applier'];
  /** null is unknown, never 0. */
  secondsBehind: number | null;
  delaySeconds: number;
  tls: boolean | null;
  /** MariaDB: at each connect it goes on from gtid_current_pos, its own last write included. */
  usesCurrentPos: boolean;
  /** 0: none. */
  receiverErrno: number;
  receiverError: string;
  applierErrno: number;
  applierError: string;
  /** How far the receiver has fetched; null when it never connected. */
  received: BinlogPlace | null;
  /** How far the applier has executed. */
  executed: BinlogPlace | null;
}

/**
 * Reads one row of SHOW [ALL] SLAVES STATUS, SHOW REPLICA STATUS or rds_replica_status, whatever the server calls its
 * columns. Columns are found by name; unknown ones are ignored, absent ones are unknown.
 */
export function readChannelStatus(row: object): ChannelStatus {
  const columns = new Map(Object.entries(row).map(([name, value]) => [oldName(name), value as unknown]));
  const text = (name: string): string => String(columns.get(name) ?? '');
  const number = (name: string): number | null => numberOf(columns.get(name));
  return {
    name: text('connection_name') || text('channel_name'),
    sourceHost: text('master_host') || null,
    sourcePort: number('master_port'),
    sourceServerId: text('master_server_id').replace(/^0$/, '') || null,
    receiver: receiverWords[text('slave_io_running').toLowerCase()] ?? 'unknown',
    applier: applierWords[text('slave_sql_running').toLowerCase()] ?? 'unknown',
    secondsBehind: number('seconds_behind_master'),
    delaySeconds: number('sql_delay') ?? 0,
    tls: columns.has('master_ssl_allowed') ? text('master_ssl_allowed').toLowerCase() === 'yes' : null,
    usesCurrentPos: text('using_gtid').toLowerCase() === 'current_pos',
    receiverErrno: number('last_io_errno') ?? 0,
    receiverError: text('last_io_error'),
    applierErrno: number('last_sql_errno') ?? 0,
    applierError: text('last_sql_error'),
    received: placeOf(text('master_log_file'), number('read_master_log_pos')),
    executed: placeOf(text('relay_master_log_file'), number('exec_master_log_pos')),
  };
}

/** What servers say of the thread that fetches. MariaDB says Preparing before Connecting. */
const receiverWords: Record<string, ReplicationChannel['receiver']> = {
  yes: 'running',
  no: 'stopped',
  connecting: 'connecting',
  preparing: 'connecting',
};

const applierWords: Record<string, ReplicationChannel['applier']> = { yes: 'running', no: 'stopped' };

/** MySQL 8.0.22 renamed the columns; the old names are what MariaDB still prints. */
function oldName(name: string): string {
  return name.toLowerCase().replaceAll('source', 'master').replaceAll('replica', 'slave');
}

function numberOf(value: unknown): number | null {
  if (value === null || value === undefined || value === '') return null;
  const number = Number(value);
  return Number.isFinite(number) ? number : null;
}

function placeOf(file: string, position: number | null): BinlogPlace | null {
  return file === '' || position === null ? null : { file, position };
}
