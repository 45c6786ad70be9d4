import type { ServerConnection, StatementBounds } from '@cutover/databases';
import { binlogFilesStatement } from '@cutover/databases/mysql-family';
import type { PositionMark } from '@cutover/contracts';
import type { BetweenMarks } from '../../freeze-proof-dialect.js';
import type { BinlogEvent } from './binlog-tables.js';

/** A source that stands still writes a handful of these for each new file. */
const mostEvents = 100;
/** More new files than these within a proof is no rotation of a source that stands still. */
const mostFiles = 20;

/**
 * Events by which a server keeps its log: a file's beginning, its end, the GTIDs before it, its key, and up to where a crash would read.
 * Sources: MariaDB and MySQL manuals, "Replication protocol: event types".
 */
const ofTheLog: ReadonlySet<string> = new Set([
  ...['Rotate', 'Format_desc', 'Stop', 'Gtid_list', 'Binlog_checkpoint', 'Start_encryption', 'Previous_gtids'],
]);

type LogPlace = NonNullable<PositionMark['log']>;

/**
 * The place in the log counts beside the GTIDs, because it moves for what gets none; it also moves where the server begins a new file.
 * Rejects only where the statement was cancelled.
 */
export async function betweenMarks(
  source: ServerConnection,
  from: PositionMark,
  to: PositionMark,
  bounds: StatementBounds,
): Promise<BetweenMarks> {
  if (from.position !== to.position) return 'written';
  if (from.log?.file === to.log?.file && from.log?.offset === to.log?.offset) return 'nothing';
  if (from.log === null || to.log === null) return rotated;
  const between = await betweenPlaces(source, from.log, to.log, bounds);
  return between === 'unreadable' ? rotated : between;
}

const rotated: BetweenMarks = {
  unreadable:
    'its binary log was rotated or begun anew in between, and whether something without a GTID was written there could not be read',
  action: 'Start the proof again, and rotate or purge no binary log of the source meanwhile.',
};

/** Reads the log from one place to the other, file by file. What is written while it reads is seen as well. */
async function betweenPlaces(
  source: ServerConnection,
  from: LogPlace,
  to: LogPlace,
  bounds: StatementBounds,
): Promise<'nothing' | 'written' | 'unreadable'> {
  try {
    const files = from.file === to.file ? [from.file] : await filesBetween(source, from.file, to.file, bounds);
    if (files === null) return 'unreadable';
    for (const file of files) {
      const offset = file === from.file ? Number(from.offset) : 4;
      const events = await source.query<BinlogEvent>(
        `SHOW BINLOG EVENTS IN ? FROM ? LIMIT ${mostEvents}`,
        [file, offset],
        bounds,
      );
      if (!isOfTheLog(events)) return 'written';
      if (events.length === mostEvents) return 'unreadable';
    }
    return 'nothing';
  } catch (error) {
    if (bounds.signal?.aborted === true) throw error;
    return 'unreadable';
  }
}

/** Pure: whether the server wrote all of these for itself. */
export function isOfTheLog(events: readonly Pick<BinlogEvent, 'Event_type'>[]): boolean {
  return events.every(({ Event_type }) => ofTheLog.has(Event_type));
}

/** null: one of them is not there any more, or they are too many. */
async function filesBetween(
  source: ServerConnection,
  first: string,
  last: string,
  bounds: StatementBounds,
): Promise<string[] | null> {
  const rows = await source.query<{ Log_name: string }>(binlogFilesStatement, [], bounds);
  const names = rows.map(({ Log_name }) => Log_name);
  const [begin, end] = [names.indexOf(first), names.indexOf(last)];
  return begin < 0 || end < begin || end - begin >= mostFiles ? null : names.slice(begin, end + 1);
}
