import { setTimeout as pause } from 'node:timers/promises';
import type { PositionMark } from '@cutover/contracts';
import { engines, type ServerConnection, type StatementBounds } from '@cutover/databases';
import { catalogOf } from '@cutover/databases/postgres';
import { readWriters } from '../../../target-writable/dialects/postgres/target-writable.js';
import type { ServerMark, SideReading, WatchedScope } from '../../freeze-proof-dialect.js';
import { placeStatement, type PlaceRow } from './statements.js';

/** The walwriter flushes what was committed without waiting for the disk at least this often, as a rule (wal_writer_delay). */
const flushTries = 10;
const flushEveryMs = 100;

/** Where counters are read late: until they stand still, so many readings. A database that is being written to has none that do. */
const settleTries = 3;

/**
 * Where a server stands, once all that it has committed is on its disk: a subscriber gets nothing else. Where that does not come the
 * end of what was written stands for it, which the target then does not reach. null: a standby. Rejects as `query` does.
 */
export async function readPlace(server: ServerConnection, bounds: StatementBounds): Promise<PlaceRow | null> {
  let place = await readFlushed(server, bounds);
  const { countersLateMs } = catalogOf(server);
  for (let tries = 1; countersLateMs > 0 && place !== null && tries <= settleTries; tries++) {
    await pause(countersLateMs, undefined, { signal: bounds.signal });
    const later = await readFlushed(server, bounds);
    // It counts all that was told before `place`: where it counts no more, that one did, too.
    if (later?.rows === place.rows) return place;
    place = later;
  }
  return place;
}

async function readFlushed(server: ServerConnection, bounds: StatementBounds): Promise<PlaceRow | null> {
  for (let tries = 1; ; tries++) {
    const [row] = await server.query<PlaceRow>(placeStatement, [], bounds);
    if (row === undefined || isFlushed(row) || tries === flushTries) return row ?? null;
    await pause(flushEveryMs, undefined, { signal: bounds.signal });
  }
}

/** Pure: whether nothing but the head of a page lies between the two ends of the log (24 bytes, 40 of the first page of a file). */
export function isFlushed({ insert_lsn, flushed, page_offset }: PlaceRow): boolean {
  return (
    flushed === insert_lsn || ([24, 40].includes(page_offset) && bytesBetween(flushed, insert_lsn) === page_offset)
  );
}

function bytesBetween(from: string, to: string): number {
  return Number(engines.postgres.positions.count(to) - engines.postgres.positions.count(from));
}

/** Pure. */
export function markOf(row: PlaceRow): ServerMark {
  const position = isFlushed(row) ? row.flushed : row.insert_lsn;
  return { position, logged: null, log: null, transactions: givenText(row), serverTime: row.clock };
}

/** Pure: what {@link readGiven} reads. */
function givenText({ given, rows }: PlaceRow): string {
  return `${given} rows ${rows ?? 0}`;
}

/** Pure: numbers of transactions and rows written, as a mark has them; null: the mark is of another engine. */
export function readGiven({ transactions }: Pick<PositionMark, 'transactions'>): {
  given: string;
  next: bigint;
  rows: bigint;
} | null {
  const [, given, next, rows] = /^(\d+:(\d+):\S*) rows (\d+)$/.exec(transactions ?? '') ?? [];
  if (given === undefined || next === undefined || rows === undefined) return null;
  return { given, next: BigInt(next), rows: BigInt(rows) };
}

/**
 * Frozen is a server on which no role but administrators begins a session that may write to a watched table: the rights are taken
 * away, or default_transaction_read_only is on. Who is connected, and may undo that, is asked for apart. Rejects as `query` does.
 */
export async function readSide(
  server: ServerConnection,
  bounds: StatementBounds,
  watched: WatchedScope,
): Promise<SideReading> {
  const place = await readPlace(server, bounds);
  const roles = (await readWriters(server, watched, bounds)).filter((row) => row.may_connect && !row.is_subscriber);
  const writers = roles.filter((row) => !row.is_super && !row.is_read_only);
  const named = writers.slice(0, 3).map(({ account }) => account);
  const more = writers.length - named.length;
  return {
    mark: place && markOf(place),
    guard: writers.length === 0 ? 'ordinary' : 'none',
    guardText:
      writers.length > 0
        ? `${named.join(', ')}${more > 0 ? ` and ${more} more` : ''} may begin to write`
        : roles.some((row) => row.is_read_only)
          ? 'default_transaction_read_only = on'
          : 'no ordinary role may write',
    ...{ isLogged: false, uptimeSeconds: place?.uptime ?? null },
    ...{ server: server.identity()?.fingerprint ?? null, logGrant: null },
  };
}
