import type { Facts } from '../../pair-look.js';

/** Statements that a server has counted since it was started, under the names that MariaDB and MySQL give them. */
const counted = {
  starts: ['com_start_slave', 'com_slave_start', 'com_replica_start'],
  stops: ['com_stop_slave', 'com_slave_stop', 'com_replica_stop'],
} as const;

/** Status variables that every account may read. */
export const counterNames: readonly string[] = ['uptime', 'binlog_commits', ...counted.starts, ...counted.stops];

/** Pure: when the server was started, and how often replication was started and stopped by a statement since then. */
export function counterFacts(counters: ReadonlyMap<string, string>, serverNowSeconds: number): Facts {
  const most = (names: readonly string[]): string | null => {
    const values = names.flatMap((name) => counters.get(name) ?? []).map(Number);
    return values.length === 0 ? null : String(Math.max(...values));
  };
  const uptime = Number(counters.get('uptime'));
  const starts = most(counted.starts);
  const stops = most(counted.stops);
  return {
    ...(Number.isFinite(serverNowSeconds - uptime) ? { booted: String(Math.round(serverNowSeconds - uptime)) } : {}),
    ...(starts === null ? {} : { starts }),
    ...(stops === null ? {} : { stops }),
  };
}

/** Pure: how many transactions the server has written to its binary log since it was started. Only MariaDB says so. */
export function loggedFacts(counters: ReadonlyMap<string, string>): Facts {
  const logged = counters.get('binlog_commits');
  return logged === undefined ? {} : { logged };
}
