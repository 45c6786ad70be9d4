import type { TargetPosition } from '@cutover/databases/mysql-family';
import type { Facts } from '../../pair-look.js';

/** Statements that a server has counted since it was started, under the names that MariaDB and MySQL give them. */
const counted = {
  starts: ['com_start_slave', 'com_slave_start', 'com_replica_start'],
  stops: ['com_stop_slave', 'com_slave_stop', 'com_replica_stop'],
} as const;

/** Status variables that every account may read. */
export const counterNames: readonly string[] = [
  ...['uptime', 'binlog_commits', 'com_truncate', 'com_alter_table'],
  ...counted.starts,
  ...counted.stops,
];

/** Pure: when the server was started, and how often replication was started and stopped by a statement since then. */
export function counterFacts(counters: ReadonlyMap<string, string>, serverNowSeconds: number): Facts {
  const most = (names: readonly string[]): string | null => {
    const values = names.flatMap((name) => counters.get(name) ?? []).map(Number);
    return values.length === 0 ? null : String(Math.max(...values));
  };
  const sum = (names: readonly string[]): string | null => {
    const values = names.flatMap((name) => counters.get(name) ?? []).map(Number);
    return values.length === names.length ? String(values.reduce((all, value) => all + value, 0)) : null;
  };
  const starts = most(counted.starts);
  const stops = most(counted.stops);
  // DDL that may leave no other trace.
  const truncates = sum(['com_truncate', 'com_alter_table']);
  return {
    ...startFacts(counters, serverNowSeconds),
    ...(starts === null ? {} : { starts }),
    ...(stops === null ? {} : { stops }),
    ...(truncates === null ? {} : { truncates }),
  };
}

/**
 * Pure: what the target's binary log holds, and how many transactions it has written there since it was started. Only MariaDB
 * counts them, and no DDL is among them. `logged`: what it applied, DDL included, with what it wrote itself. `logged own`: only
 * what it wrote itself. `ddl`: how many such statements it has applied.
 */
export function logFacts(
  { written, serverId, logsApplied }: TargetPosition,
  counters: ReadonlyMap<string, string>,
  ddl: string | undefined,
): Facts {
  const commits = counters.get('binlog_commits');
  const isCounted = commits !== undefined && (ddl !== undefined || !logsApplied);
  return {
    ...(written === null ? {} : { log: written }),
    ...(serverId === null ? {} : { self: serverId }),
    ...(isCounted && logsApplied ? { logged: String(BigInt(commits) + BigInt(ddl ?? 0)) } : {}),
    ...(isCounted && !logsApplied ? { 'logged own': commits } : {}),
  };
}

/** Status variables of a source. Every account may read them. */
export const sourceCounterNames: readonly string[] = ['uptime', 'com_reset'];

/** Pure: when the source was started, and how many RESET statements it has counted since (RESET MASTER is one). */
export function sourceCounterFacts(counters: ReadonlyMap<string, string>, serverNowSeconds: number): Facts {
  const resets = counters.get('com_reset');
  return { ...startFacts(counters, serverNowSeconds), ...(resets === undefined ? {} : { resets }) };
}

function startFacts(counters: ReadonlyMap<string, string>, serverNowSeconds: number): Facts {
  const booted = serverNowSeconds - Number(counters.get('uptime'));
  return Number.isFinite(booted) ? { booted: String(Math.round(booted)) } : {};
}

/** Servers say how long they run in whole seconds, and clocks are set. */
const clockSlackSeconds = 3;

/** Pure: false where the server was started between two looks, as far as the time of its start tells. */
export function isSameStart(before: Facts, after: Facts): boolean {
  const [was, is] = [before['booted'], after['booted']];
  return was !== undefined && is !== undefined && Math.abs(Number(is) - Number(was)) <= clockSlackSeconds;
}
