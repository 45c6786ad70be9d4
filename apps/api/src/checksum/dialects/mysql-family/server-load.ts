import { readChannels } from '@cutover/databases/mysql-family';
import type { LoadDialect, LoadSetting, ServerPressure } from '../../load/load-dialect.js';

/**
 * Counters of a server. InnoDB's history list holds the changes that are not purged yet: an open snapshot keeps them from
 * being purged, and a long list slows every read. MySQL has no such counter.
 */
const counters: Readonly<Record<LoadSetting, string>> = {
  maxThreadsRunning: 'Threads_running',
  maxHistoryListLength: 'Innodb_history_list_length',
};

/** Needs no right. */
const pressureStatement = `SHOW GLOBAL STATUS WHERE Variable_name IN (${Object.values(counters)
  .map((name) => `'${name}'`)
  .join(', ')})`;

/** A counter as the server answers it. */
interface CounterRow {
  Variable_name: string;
  Value: string;
}

/** How busy a MariaDB or MySQL server is, and how far it is behind. */
export const mysqlFamilyLoad: LoadDialect = {
  readPressure: async (server, bounds) => pressureOf(await server.query<CounterRow>(pressureStatement, [], bounds)),
  // The worst channel counts. A delay that was configured is lag all the same.
  readLagSeconds: async (target, bounds) => {
    const channels = await readChannels(target, bounds);
    const known = channels.flatMap(({ secondsBehind }) => (secondsBehind === null ? [] : [secondsBehind]));
    return known.length === 0 ? null : Math.max(...known);
  },
};

/** Pure: reads the answer to the statement. Servers differ in how they write the names. */
export function pressureOf(rows: readonly CounterRow[]): ServerPressure {
  const found = Object.entries(counters).flatMap(([setting, name]) => {
    const row = rows.find(({ Variable_name }) => Variable_name.toLowerCase() === name.toLowerCase());
    return row === undefined ? [] : [[setting, { name, value: Number(row.Value) }] as const];
  });
  return Object.fromEntries(found) satisfies ServerPressure;
}
