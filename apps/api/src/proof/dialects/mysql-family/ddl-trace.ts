import type { StatementBounds, StatementRunnerLike, TableName } from '@cutover/databases';

/** A moment of a server: its own clock, and how many of the counted statements it has begun. */
export interface DdlMoment {
  seconds: number;
  statements: number;
}

/**
 * The moment. EXCHANGE PARTITION, which is an ALTER TABLE, leaves no trace in CREATE_TIME; on MySQL neither does RENAME.
 * Every account may read how many there were on the whole server.
 */
export const momentStatements = [
  'SELECT UNIX_TIMESTAMP() AS seconds',
  "SHOW GLOBAL STATUS WHERE Variable_name IN ('Com_alter_table', 'Com_rename_table')",
] as const;

/** The time of a file comes from a coarser clock than that of the server, and both are cut to seconds. */
const clockSlackSeconds = 1;

/** MariaDB: when the file with the definition was last written or renamed. MySQL: when the table was created. */
export function createdStatement({ database, name }: TableName): string {
  const here = `TABLE_SCHEMA = ${textLiteral(database)} AND TABLE_NAME = ${textLiteral(name)}`;
  return `SELECT UNIX_TIMESTAMP(MAX(CREATE_TIME)) AS seconds FROM information_schema.TABLES WHERE ${here}`;
}

/** Pure: reads the answers to {@link momentStatements}. */
export function momentOf([clock, counters]: readonly (readonly object[])[]): DdlMoment {
  const statements = (counters ?? []).reduce((sum: number, row) => sum + Number((row as { Value: string }).Value), 0);
  return { seconds: secondsOf(clock) ?? NaN, statements };
}

/** Pure: whether DDL may have changed, replaced or renamed a table between two moments, by the answer to createdStatement. */
export function mayBeChanged(created: readonly object[] | undefined, since: DdlMoment, now: DdlMoment): boolean {
  if (now.statements !== since.statements) return true;
  const seconds = secondsOf(created);
  // Some storage engines do not say.
  if (seconds === null) return false;
  // A time in the future is older than a clock that was set back.
  return seconds >= since.seconds - clockSlackSeconds && seconds <= now.seconds + clockSlackSeconds;
}

/** Reads where the server is now. Rejects as the connection does. */
export async function readDdlMoment(server: StatementRunnerLike, bounds: StatementBounds): Promise<DdlMoment> {
  return momentOf([
    await server.query(momentStatements[0], [], bounds),
    await server.query(momentStatements[1], [], bounds),
  ]);
}

/** {@link mayBeChanged} until now. Rejects as the connection does. */
export async function mayBeChangedSince(
  server: StatementRunnerLike,
  table: TableName,
  since: DdlMoment,
  bounds: StatementBounds,
): Promise<boolean> {
  const created = await server.query(createdStatement(table), [], bounds);
  return mayBeChanged(created, since, await readDdlMoment(server, bounds));
}

function secondsOf(rows: readonly object[] | undefined): number | null {
  const [row] = (rows ?? []) as { seconds: string | number | null }[];
  return row?.seconds == null ? null : Number(row.seconds);
}

/** Several statements a round trip have no parameters. */
function textLiteral(text: string): string {
  return `_utf8mb4 X'${Buffer.from(text).toString('hex')}'`;
}
