import type { PositionMark } from '@cutover/contracts';
import type { ServerConnection, StatementBounds } from '@cutover/databases';

/** Events that are looked at. The server keeps writers waiting while it reads them, so they are few. */
const mostEvents = 300;
const mostNamed = 20;

/** A line of SHOW BINLOG EVENTS. */
export interface BinlogEvent {
  Event_type: string;
  Server_id: unknown;
  Info: string;
}

/** Tables that were written, as far as the beginning of the log since then tells. */
export interface NamedTables {
  tables: string[];
  isAll: boolean;
}

/** Reads which tables a server wrote since a place in its binary log. Rejects as `query` does. */
export async function readTablesSince(
  server: ServerConnection,
  log: NonNullable<PositionMark['log']>,
  bounds: StatementBounds,
): Promise<NamedTables> {
  const events = await server.query<BinlogEvent>(
    `SHOW BINLOG EVENTS IN ? FROM ? LIMIT ${mostEvents}`,
    [log.file, Number(log.offset)],
    bounds,
  );
  const named = tablesOf(events, server.identity()?.serverId ?? null);
  return { ...named, isAll: named.isAll && events.length < mostEvents };
}

/**
 * Pure: tables in the events of one server; null: of all servers. Rows name their table (`Table_map`); of a statement that
 * was logged as text the table is not known.
 */
export function tablesOf(events: readonly BinlogEvent[], serverId: string | null): NamedTables {
  const own = events.filter(({ Server_id }) => serverId === null || String(Server_id) === serverId);
  const names = own.flatMap(({ Event_type, Info }) =>
    Event_type === 'Table_map' ? (/\((.+)\)$/s.exec(Info)?.[1] ?? []) : [],
  );
  const all = [...new Set(names)].sort();
  const isText = own.some(
    ({ Event_type, Info }) => Event_type === 'Query' && !/^(BEGIN|COMMIT|ROLLBACK|SAVEPOINT)\b/i.test(Info),
  );
  return { tables: all.slice(0, mostNamed), isAll: !isText && all.length <= mostNamed };
}
