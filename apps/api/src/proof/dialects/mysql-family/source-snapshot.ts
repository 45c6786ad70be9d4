import type { DedicatedSession } from '@cutover/databases';

/** All in one round trip: the less time between the statements, the fewer commits fall between them. */
export const sourceSnapshotStatements = [
  'ROLLBACK',
  'SHOW MASTER STATUS',
  'SELECT @@GLOBAL.gtid_binlog_pos AS gtid',
  'START TRANSACTION WITH CONSISTENT SNAPSHOT',
  "SHOW STATUS LIKE 'binlog_snapshot%'",
  'SELECT @@GLOBAL.gtid_binlog_pos AS gtid',
  'SHOW MASTER STATUS',
] as const;
/** Right after the snapshot was opened. */
const lookIndex = 4;

/** A place in the binary log and the GTID position that stands there. */
interface Place {
  file: string;
  position: string;
}

/** What one round trip on the source said. */
export type SourceSnapshot =
  /** The snapshot stands exactly at this GTID position. */
  | { kind: 'exact'; position: string }
  /** A commit fell between the statements: to be tried again. */
  | { kind: 'moved' }
  /** This source cannot say where a snapshot stands. */
  | { kind: 'impossible'; reason: string };

/**
 * Opens a snapshot. `looks` are run in it at once: where the answer is `exact`, no commit and no DDL fell between the
 * snapshot and them. Rejects as DedicatedSession does (errno 1227: the right BINLOG MONITOR is missing).
 */
export async function openSourceSnapshot(
  session: DedicatedSession,
  limitMs: number,
  looks: readonly string[] = [],
): Promise<SourceSnapshot> {
  const statements: string[] = [...sourceSnapshotStatements];
  statements.splice(lookIndex, 0, ...looks);
  const results = await session.batch(statements, { timeoutMs: limitMs });
  return readSourceSnapshot(results.toSpliced(lookIndex, looks.length));
}

/**
 * Pure. The position of the binary log before and after, the snapshot's own, and both GTIDs must agree. The GTID alone is
 * not enough: it moves when a transaction is written to the binary log, which is before a snapshot shows it.
 */
export function readSourceSnapshot(results: readonly object[][]): SourceSnapshot {
  const [, statusBefore, gtidBefore, , snapshot, gtidAfter, statusAfter] = results;
  const before = placeOfStatus(statusBefore);
  const after = placeOfStatus(statusAfter);
  if (before === null || after === null)
    return {
      kind: 'impossible',
      reason: 'the binary log of the source is off, so a snapshot has no GTID there: set log_bin',
    };
  const own = placeOfSnapshot(snapshot);
  if (own === null)
    return {
      kind: 'impossible',
      reason: 'the source does not say where a snapshot stands (no binlog_snapshot_position)',
    };
  const [first, second] = [gtidOf(gtidBefore), gtidOf(gtidAfter)];
  if (first === '' && second === '')
    return { kind: 'impossible', reason: 'the binary log of the source holds no GTID yet' };
  const isStill = isSame(before, own) && isSame(own, after) && first === second;
  return isStill ? { kind: 'exact', position: first } : { kind: 'moved' };
}

function placeOfStatus(rows: readonly object[] | undefined): Place | null {
  const row = rows?.[0] as { File?: unknown; Position?: unknown } | undefined;
  if (row?.File === undefined || row.Position === undefined) return null;
  return { file: String(row.File), position: String(row.Position) };
}

function placeOfSnapshot(rows: readonly object[] | undefined): Place | null {
  const named = new Map(
    (rows ?? []).map((row) => {
      const { Variable_name: name, Value: value } = row as { Variable_name: string; Value: string };
      return [name.toLowerCase(), value] as const;
    }),
  );
  const file = named.get('binlog_snapshot_file');
  const position = named.get('binlog_snapshot_position');
  return file === undefined || position === undefined || file === '' ? null : { file, position };
}

function gtidOf(rows: readonly object[] | undefined): string {
  return String((rows?.[0] as { gtid?: unknown } | undefined)?.gtid ?? '');
}

function isSame(a: Place, b: Place): boolean {
  return a.file === b.file && a.position === b.position;
}
