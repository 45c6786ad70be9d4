import { isRightMissing, StatementTimeout, type ServerConnection, type StatementBounds } from '@cutover/databases';
import { binlogStatusStatement, familyEngine, gtidCodecs } from '@cutover/databases/mysql-family';
import type { LookPair } from '../../pair-history-dialect.js';
import type { Facts, Happening } from '../../pair-look.js';
import { isSameStart } from './counter-facts.js';

/**
 * GTIDs alone do not show that a source has lost its last transactions (restored from a snapshot, a power cut with sync_binlog = 0):
 * those that it writes afterwards get the same numbers, and the target goes on with them as if nothing had been. The place of a
 * position in the binary log shows it: a server begins another file, with the next number, when it starts, so what was lost stays
 * lost in the old one.
 */

/** The end of the source's binary log. Between the positions `from` and `to` it was read: there is no moment to read all at once. */
const place = { file: 'log file', offset: 'log offset', from: 'log from', to: 'log to' } as const;
/** The place of the look before, where it holds that no longer. */
const lost = 'log lost';

/** What the source says of its binary log, with the position that it then had. */
export interface SourceLog {
  position: string;
  written: string;
  facts: Facts;
}

/** Reads the end of the log between two readings of the position. Rejects as the connection does. */
export async function readSourceLog(server: ServerConnection, bounds: StatementBounds): Promise<SourceLog> {
  const codec = gtidCodecs[familyEngine(server.engine)];
  const from = await codec.readSource(server, bounds);
  const end = await readEnd(server, bounds);
  const to = await codec.readSource(server, bounds);
  const position = to?.position ?? '';
  const isKnown = end !== null && from !== null && to !== null;
  return {
    ...{ position, written: to?.written ?? position },
    facts: {
      ...(isKnown
        ? { [place.file]: end.File, [place.offset]: end.Position, [place.from]: from.position, [place.to]: position }
        : {}),
      // Databases that it writes to the log alone, and those that it leaves out.
      ...(end === null ? {} : { 'set binlog_do_db': end.Binlog_Do_DB, 'set binlog_ignore_db': end.Binlog_Ignore_DB }),
    },
  };
}

interface LogEnd {
  File: string;
  Position: string;
  Binlog_Do_DB: string;
  Binlog_Ignore_DB: string;
}

async function readEnd(server: ServerConnection, bounds: StatementBounds): Promise<LogEnd | null> {
  const identity = server.identity();
  if (identity === null) return null;
  try {
    const [row] = await server.query<LogEnd>(binlogStatusStatement(identity), [], bounds);
    return row === undefined ? null : { ...row, Position: String(row.Position) };
  } catch (error) {
    if (isRightMissing(error)) return null;
    throw error;
  }
}

/**
 * Whether the log still holds what it held at the end of the look before. Asked only when the server was started since, or has lost
 * a file, because the server reads the file for it. Rejects as the connection does.
 */
export async function readLostLog(
  server: ServerConnection,
  { before, after }: { before: Facts | null; after: Facts },
  bounds: StatementBounds,
): Promise<Facts> {
  const [file, offset, from, to] = [place.file, place.offset, place.from, place.to].map((name) => before?.[name]);
  if (before === null || !file || !offset || !from || to === undefined || server.engine !== 'mariadb') return {};
  const isStarted = !isSameStart(before, after);
  if (!isStarted && before['resets'] === after['resets'] && !isBehind(after, before)) return {};
  // A server that was put back to before that file was begun, and writes it once more.
  if (isStarted && numberOf(after) <= numberOf(before)) return { [lost]: `${file}:${offset}` };
  const position = await server
    .query<{ position: string | null }>('SELECT BINLOG_GTID_POS(?, ?) AS position', [file, Number(offset)], bounds)
    .then(([row]) => row?.position ?? null)
    .catch((error: unknown) => {
      // A file that takes too long to read proves nothing, and must not keep every look from ending.
      if (error instanceof StatementTimeout) return null;
      throw error;
    });
  const { hasReached } = gtidCodecs.mariadb;
  const isHeld = position !== null && hasReached(position, from) && hasReached(to, position);
  return isHeld ? {} : { [lost]: `${file}:${offset}` };
}

/** The source has lost a part of its binary log, or it is not to be shown that it has not. */
export function lostLog({ before, after }: LookPair): Happening | null {
  const was = after[lost];
  if (was === undefined) return null;
  return {
    reason:
      `the binary log of the source does not hold any more what it held up to ${was} (${before[place.to]}): it was restored, or ` +
      'lost its last transactions in a crash, or the file was purged; other transactions may have their numbers now',
    voids: 'equality',
  };
}

function numberOf(facts: Facts): bigint {
  return BigInt(/\d+$/.exec(facts[place.file] ?? '')?.[0] ?? '0');
}

function isBehind(after: Facts, before: Facts): boolean {
  const [now, then] = [numberOf(after), numberOf(before)];
  if (now !== then) return now < then;
  return BigInt(after[place.offset] ?? '0') < BigInt(before[place.offset] ?? '0');
}
