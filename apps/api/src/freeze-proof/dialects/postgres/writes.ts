import { setTimeout as pause } from 'node:timers/promises';
import type { PositionMark } from '@cutover/contracts';
import { engines, type ServerConnection, type StatementBounds } from '@cutover/databases';
import { grantToUs } from '@cutover/databases/postgres';
import type { BetweenMarks, OwnWrites, Servers } from '../../freeze-proof-dialect.js';
import { lastApplied } from './last-applied.js';
import { markOf, readGiven, readPlace } from './read-side.js';
import { appliedRight } from './statements.js';

const { hasReached, read } = engines.postgres.positions;

/** A subscriber confirms what has no rows for it within a fraction of a second. */
const confirmTries = 20;
const confirmEveryMs = 100;

const other = 'autovacuum, DDL, or another database of the server';

/**
 * What was written between two marks of one source. Numbers of transactions that stand still are a proof: nothing that has written
 * ends without one. They go on for autovacuum too, and for other databases: then the rows that tables count, and what of it had
 * published rows, which the target tells once it has confirmed the later place. Rejects as `query` does.
 */
export async function betweenMarks(
  servers: Servers,
  from: PositionMark,
  to: PositionMark,
  bounds: StatementBounds,
): Promise<BetweenMarks> {
  const [before, after] = [readGiven(from), readGiven(to)];
  if (before === null || after === null) return unreadable('it did not say which transactions have ended');
  if (before.given === after.given) return 'nothing';
  if (before.rows !== after.rows) return 'written';
  const count = after.next - before.next;
  if (!(await isConfirmed(servers, to.position, bounds)))
    return unreadable(`${count} transactions have ended since (${other}), and the target has not confirmed them yet`);
  const applied = await lastApplied(servers, bounds);
  if (applied === null)
    return {
      unreadable: `${count} transactions have ended since, and whether one of them wrote rows is not visible to our account`,
      grant: grantToUs(appliedRight, servers.target),
      action: `To see it, run this on the target: ${grantToUs(appliedRight, servers.target)} Then start the proof again.`,
    };
  // The origin moves for published rows alone: not for ANALYZE, DDL, another database.
  return hasReached(from.position, applied) ? 'nothing' : 'written';
}

function unreadable(reason: string): BetweenMarks {
  return {
    unreadable: reason,
    action: 'Start the proof again, when the source is quiet and the target has caught up.',
  };
}

async function isConfirmed(servers: Servers, position: string, bounds: StatementBounds): Promise<boolean> {
  for (let tries = 1; ; tries++) {
    const now = await read(servers, 'target', bounds);
    if (now !== null && hasReached(now, position)) return true;
    if (tries === confirmTries) return false;
    await pause(confirmEveryMs, undefined, { signal: bounds.signal });
  }
}

/** What the source wrote since the mark. Rejects as `query` does. */
export async function sourceWrites(servers: Servers, mark: PositionMark, bounds: StatementBounds): Promise<OwnWrites> {
  const now = await readNow(servers.source, mark, bounds);
  if (typeof now === 'string') return unknownWrites(now);
  if (now.ended === 0n) return nothingWritten;
  const between = await betweenMarks(servers, mark, now.mark, bounds);
  if (between === 'nothing') return nothingWritten;
  // Nobody looks at a light any more that would say what to do.
  if (between !== 'written')
    return unknownWrites(
      between.grant === undefined
        ? between.unreadable
        : `${between.unreadable}; to see it, run this on the target: ${between.grant}`,
    );
  return countedWrites(now.ended);
}

/**
 * What the target wrote since the mark. The source stands still, so that nothing is applied: what ends there is of its own, or of
 * autovacuum, which writes no row. Rejects as `query` does.
 */
export async function targetWrites(
  target: ServerConnection,
  mark: PositionMark,
  bounds: StatementBounds,
): Promise<OwnWrites> {
  const now = await readNow(target, mark, bounds);
  if (typeof now === 'string') return unknownWrites(now);
  if (now.ended === 0n) return nothingWritten;
  if (now.hasRows) return countedWrites(now.ended);
  return unknownWrites(`${now.ended} transactions have ended on it since, and no table counts a row: ${other}`);
}

/** Where a server stands beside a mark of it; text: why that says nothing. */
async function readNow(
  server: ServerConnection,
  mark: PositionMark,
  bounds: StatementBounds,
): Promise<{ mark: PositionMark; ended: bigint; hasRows: boolean } | string> {
  const place = await readPlace(server, bounds);
  const before = readGiven(mark);
  const after = place && readGiven(markOf(place));
  if (place === null || before === null || after === null)
    return 'the server did not say which transactions have ended';
  const now = { ...markOf(place), at: mark.at };
  if (!hasReached(now.position, mark.position) || after.next < before.next)
    return `the server does not hold ${mark.position} any more: it was restored, or another server answers by its name`;
  // Those that were open then and have ended since change the text and not the next number.
  const ended = before.given === after.given ? 0n : after.next - before.next || 1n;
  return { mark: now, ended, hasRows: after.rows !== before.rows };
}

const nothingWritten: OwnWrites = {
  ...{ transactions: '0', isLowerBound: false, logBytes: '0', tables: [], isAllTables: true, reason: null },
};

function countedWrites(ended: bigint): OwnWrites {
  return {
    ...{ transactions: String(ended), isLowerBound: false, logBytes: null, tables: [], isAllTables: false },
    reason: `which tables is not known; transactions of other databases and of autovacuum count too`,
  };
}

function unknownWrites(reason: string): OwnWrites {
  return { transactions: null, isLowerBound: false, logBytes: null, tables: [], isAllTables: false, reason };
}
